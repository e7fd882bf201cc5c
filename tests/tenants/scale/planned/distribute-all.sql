-- give up rather than keep people waiting
SET LOCAL lock_timeout = '3s';
-- nobody writes meanwhile
LOCK TABLE "save_fes"."accounts_user", "save_fes"."people_person" IN ACCESS EXCLUSIVE MODE;
-- move there
SELECT citus_schema_distribute('save_fes');
-- no copy stays behind
SELECT truncate_local_data_after_distributing_table('"save_fes"."accounts_user"');
-- no copy stays behind
SELECT truncate_local_data_after_distributing_table('"save_fes"."people_person"');
-- give up rather than keep people waiting
SET LOCAL lock_timeout = '3s';
-- nobody writes meanwhile
LOCK TABLE "save_rabat"."accounts_user", "save_rabat"."people_person" IN ACCESS EXCLUSIVE MODE;
-- move there
SELECT citus_schema_distribute('save_rabat');
-- no copy stays behind
SELECT truncate_local_data_after_distributing_table('"save_rabat"."accounts_user"');
-- no copy stays behind
SELECT truncate_local_data_after_distributing_table('"save_rabat"."people_person"');
