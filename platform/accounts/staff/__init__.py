"""Staff of a tenant: inviting them, their roles, ending and handing over what they ran."""
