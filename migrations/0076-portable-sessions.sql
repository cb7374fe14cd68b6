-- Sessions that go to another installation, as a file, and come from there.

alter table mailbox.account
  -- Since when its keys are in a file and nowhere else: nobody can want the account here until they are back.
  add column exported_at timestamptz,
  -- Which linked device it is, in whatever installation, and how often that has left one. Null: it never has.
  add column lineage uuid,
  add column generation integer not null default 0,
  add constraint exported_is_off check (
    exported_at is null or (desired = 'off' and owner is null and not paired and snapshot is null));

-- A message that was accepted while the session left would wait for ever.
create function mailbox.refuse_exported() returns trigger language plpgsql as $$
declare
  exported timestamptz;
begin
  -- Waits for an export under way, and sees what came of it.
  select exported_at into exported from mailbox.account where session_id = new.session_id for key share;
  if exported is not null then
    raise exception 'the session was exported' using errcode = 'WG001';
  end if;
  return new;
end $$;
create trigger refuse_exported before insert on mailbox.outbox
  for each row execute function mailbox.refuse_exported();

-- The file, until its session is deleted or back: a download may break off, and nothing else has the keys.
create table session_export (
  session_id text primary key references session on delete cascade,
  id uuid not null,
  -- Sealed with a passphrase that is not known here.
  file bytea not null,
  created_at timestamptz not null default now()
);

-- The linked devices that were here once, also after their sessions are deleted: an old file of one must not come in again.
create table device_lineage (
  lineage uuid primary key,
  -- Of the newest file of it that was made or taken in here.
  generation integer not null,
  -- That file was made here and has not come back.
  away boolean not null
);
