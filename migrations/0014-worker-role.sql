-- The role of the workers sees schema mailbox and nothing else: which version the schema has is told there. The role itself is
-- made after the migrations (src/mailbox/worker-role.ts), every time, for roles belong to the whole server.
create view mailbox.schema_version as select name, sha256 from public.migration_hash;
revoke select on public.migrations, public.migration_hash from public;
