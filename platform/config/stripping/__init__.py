"""Strips metadata from uploads that are stored already; what is new is stripped as it is stored."""

from config.stripping.tenant import Report, strip_all, strip_tenant

__all__ = ["Report", "strip_all", "strip_tenant"]
