-- What lies in the object store beside the truth that is here.

-- The snapshot of the account's keys that was copied last.
alter table mailbox.account
  add column copied_epoch bigint not null default 0,
  add column copied_seq bigint not null default 0;
create index account_uncopied on mailbox.account (session_id)
  where snapshot is not null and (snap_epoch, snap_seq) <> (copied_epoch, copied_seq);

-- Folders of the object store that are to be removed. A worker asks for that when it forgets an account's keys, so this is in
-- its schema.
create table mailbox.object_removal (
  folder text primary key,
  requested_at timestamptz not null default now()
);

create table session_archive (
  session_id text primary key references session on delete cascade,
  -- `updated_at` of the session as its card shows it.
  card_of timestamptz not null,
  -- Messages that were stored on this day (UTC) or later are not exported yet.
  next_day date not null
);

-- However a session goes, also with its user, its objects go as well.
create function remove_session_objects() returns trigger language plpgsql as $$
begin
  insert into mailbox.object_removal (folder) values ('sessions/' || old.id)
  on conflict (folder) do update set requested_at = excluded.requested_at;
  return null;
end $$;
create trigger remove_objects after delete on session for each row execute function remove_session_objects();
