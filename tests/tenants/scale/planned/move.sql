-- to west.internal:5432
SELECT citus_schema_move('save_fes', 'west.internal', 5432, 'force_logical');
