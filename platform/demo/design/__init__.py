"""The living page of the design system: every component in both directions and both themes (demo only)."""
