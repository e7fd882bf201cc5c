"""Tenants with something of everything, and what each address names of it: for crawls and the table of routes."""
