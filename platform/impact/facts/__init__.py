"""Facts that every figure is made of, as SQL over one tenant's evidence: who was where on which day (definitions.md).

Nothing here runs a query: `impact.aggregates` fills its tables with these expressions, `impact.counting` counts over
them.
"""
