"""Past one machine: NGOs on the nodes of a Citus cluster, one schema to one node (docs/scaling.md).

`cluster` reads what stands, `steps` says as statements what would be done, `comparing` that a tenant is the same
before and after, `moving` and `enabling` do it. Nothing here runs on plain PostgreSQL but to say so.
"""
