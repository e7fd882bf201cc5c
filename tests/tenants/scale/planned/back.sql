-- what was saved to a file goes, here and there
DROP SCHEMA IF EXISTS "save_fes" CASCADE;
