"""Signals of tenants, for the apps above to receive (imports go one way)."""

from django.dispatch import Signal

# The pristine template was migrated; receivers add what every tenant starts with (idempotent, no user, no content).
template_built = Signal()
# A tenant was cloned and is the active one. Arguments: tenant, coordinator (mail address or "").
tenant_created = Signal()
# A tenant was migrated and is the active one; receivers bring what our code decides, as roles, up to date (idempotent).
tenant_migrated = Signal()
# A tenant came back from a backup and is the active one: its rows and files are as they were then. Argument: tenant.
tenant_restored = Signal()
# Names, languages, colour, hosts or state of a tenant changed, in this transaction, and it is the active one. Argument:
# tenant.
tenant_changed = Signal()
# A tenant is about to be archived or removed, whole and with its rows there; receivers keep what must outlast it. One
# that raises stops the leaving. Argument: tenant.
tenant_leaving = Signal()
# A tenant is being removed; receivers delete what they keep about it in the public schema. Argument: schema (a name).
tenant_dropped = Signal()
# A minute has passed (`tenants.clock`) and one tenant is the active one; receivers do what has come due (idempotent).
minute_passed = Signal()
