-- Who did what to whom: administrators read it, nobody changes it. Rows refer to nothing, so that they outlive what they tell of.
create table system_log (
  -- Made of the time: the order of the list.
  id uuid primary key,
  at timestamptz not null default now(),
  -- The user who did it; null: nobody who had signed in.
  actor_id uuid,
  -- The API key by which the user did it; null: an access token.
  key_id uuid,
  action text not null,
  -- What it was done to: its kind, a slash and its id.
  target text,
  details jsonb not null default '{}',
  -- Of the request.
  address text,
  request_id text
);
create index system_log_actor on system_log (actor_id, id);
create index system_log_action on system_log (action, id);
create index system_log_target on system_log (target, id);
create index system_log_at on system_log (at);

-- Only what is older than it has to be kept goes, and only in a transaction that says so.
create function refuse_system_log_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and current_setting('wagate.system_log_retention', true) = 'on' then
    return null;
  end if;
  raise exception 'the system log is append-only';
end $$;
create trigger append_only before update or delete or truncate on system_log
  for each statement execute function refuse_system_log_change();
