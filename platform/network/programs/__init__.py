"""Programs that read the network: tokens of an account of the hub, and what they are told, `/api/v1/` of its host."""
