-- no tenant is brought there
SELECT citus_set_node_property('east.internal', 5432, 'shouldhaveshards', false);
-- to west.internal:5432
SELECT citus_schema_move('save_fes', 'west.internal', 5432, 'force_logical');
-- to west.internal:5432
SELECT citus_schema_move('save_rabat', 'west.internal', 5432, 'force_logical');
