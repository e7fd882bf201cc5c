"""The version of this code: the only place that has it (docs/releasing.md)."""

VERSION = "0.4.0.dev0"
