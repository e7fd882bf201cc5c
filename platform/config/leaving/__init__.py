"""What an NGO takes with it when it leaves: its records as a workbook that can be imported anywhere, pages, media."""

from config.leaving.export import export_tenant

__all__ = ["export_tenant"]
