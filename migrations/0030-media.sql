-- Files that users send and receive: their bytes are in the object store, sealed with the keys that are here.
create table media (
  id uuid primary key,
  user_id uuid not null references users on delete cascade,
  -- Null: uploaded for any session of the user.
  session_id text references session on delete cascade,
  kind text not null check (kind in ('image', 'video', 'audio', 'document')),
  mimetype text not null,
  filename text,
  size_bytes bigint not null,
  sha256 bytea not null,
  object_key text not null,
  body_key bytea not null,
  created_at timestamptz not null default now()
);
create index media_user on media (user_id, id);
create index media_session on media (session_id) where session_id is not null;
create index media_age on media (created_at);

-- A folder may be noted before it is written: when the row that gives it its meaning never comes, it goes.
alter table mailbox.object_removal add column due_at timestamptz not null default now();

create function remove_media_objects() returns trigger language plpgsql as $$
begin
  insert into mailbox.object_removal (folder) values ('media/' || old.id)
  on conflict (folder) do update set requested_at = excluded.requested_at, due_at = excluded.due_at;
  return null;
end $$;
create trigger remove_objects after delete on media for each row execute function remove_media_objects();
