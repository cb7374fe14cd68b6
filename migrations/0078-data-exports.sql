-- Everything that is known of a user, or of one session, as an archive in the object store.
create table data_export (
  id uuid primary key,
  user_id uuid not null references users on delete cascade,
  -- Null: of all sessions, and of the user.
  session_id text references session on delete cascade,
  status text not null default 'QUEUED' check (status in ('QUEUED', 'RUNNING', 'READY', 'FAILED')),
  -- In percent.
  progress integer not null default 0,
  attempts integer not null default 0,
  size_bytes bigint,
  created_at timestamptz not null default now(),
  finished_at timestamptz
);
create index data_export_user on data_export (user_id, id);
create unique index data_export_under_way on data_export (user_id) where status in ('QUEUED', 'RUNNING');

create function remove_data_export_objects() returns trigger language plpgsql as $$
begin
  insert into mailbox.object_removal (folder) values ('data-exports/' || old.id)
  on conflict (folder) do update set requested_at = excluded.requested_at, due_at = excluded.due_at;
  return null;
end $$;
create trigger remove_objects after delete on data_export for each row execute function remove_data_export_objects();

-- What is erased of a session is erased of the archives that it is in.
create function remove_data_exports_of_session() returns trigger language plpgsql as $$
begin
  delete from data_export where user_id = old.user_id and session_id is null;
  return null;
end $$;
create trigger remove_data_exports after delete on session for each row execute function remove_data_exports_of_session();
