"""What happens to tenants; upper apps receive it (imports go one way)."""

from django.dispatch import Signal

# The pristine template was migrated; receivers add what every tenant starts with (idempotent, no user, no content).
template_built = Signal()
# A tenant was cloned and is the active one. Arguments: tenant, coordinator (mail address or "").
tenant_created = Signal()
