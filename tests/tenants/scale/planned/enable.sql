-- the extension
CREATE EXTENSION IF NOT EXISTS citus;
-- no page waits long for a machine that is away
ALTER DATABASE "wasl" SET citus.node_connection_timeout = '3s';
-- by what name the nodes find this one
SELECT citus_set_coordinator_host('here.internal', 5432);
-- the extension there (on east.internal:5432)
CREATE EXTENSION IF NOT EXISTS citus;
-- what queries need there (on east.internal:5432)
CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public;
-- what queries need there (on east.internal:5432)
CREATE EXTENSION IF NOT EXISTS unaccent SCHEMA public;
-- how texts are searched there (on east.internal:5432)
DO $do$ BEGIN IF NOT EXISTS (SELECT FROM pg_ts_config WHERE cfgnamespace = 'public'::regnamespace AND cfgname = 'wasl') THEN CREATE TEXT SEARCH CONFIGURATION public.wasl (COPY = simple); ALTER TEXT SEARCH CONFIGURATION public.wasl ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple; END IF; END $do$;
-- the clock of ours (on east.internal:5432)
ALTER DATABASE "wasl" SET timezone = 'UTC';
-- a node of the cluster
SELECT citus_add_node('east.internal', 5432);
-- the extension there (on west.internal:5432)
CREATE EXTENSION IF NOT EXISTS citus;
-- what queries need there (on west.internal:5432)
CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public;
-- what queries need there (on west.internal:5432)
CREATE EXTENSION IF NOT EXISTS unaccent SCHEMA public;
-- how texts are searched there (on west.internal:5432)
DO $do$ BEGIN IF NOT EXISTS (SELECT FROM pg_ts_config WHERE cfgnamespace = 'public'::regnamespace AND cfgname = 'wasl') THEN CREATE TEXT SEARCH CONFIGURATION public.wasl (COPY = simple); ALTER TEXT SEARCH CONFIGURATION public.wasl ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple; END IF; END $do$;
-- the clock of ours (on west.internal:5432)
ALTER DATABASE "wasl" SET timezone = 'UTC';
-- a node of the cluster
SELECT citus_add_node('west.internal', 5432);
-- a key of a tenant to a shared table
ALTER TABLE save_fes.people_person DROP CONSTRAINT to_public;
-- the one shared table that tenants join, on every node
SELECT create_reference_table('public.django_content_type');
