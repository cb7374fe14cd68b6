-- The event log by days, with one order for all events of a user, and webhooks that read it by cursors.
drop table delivery;
drop table event;

-- Where the log of a user ends. Whoever appends holds the row until it commits: positions have no gaps, and none becomes
-- visible before a smaller one. That is what lets a reader go by "everything after this position".
create table event_log (
  user_id uuid primary key references users on delete cascade,
  position bigint not null,
  -- Of the newest event; never runs back, so that a reader who knows a position need not look into earlier days.
  at timestamptz not null
) with (fillfactor = 50);

-- No foreign keys: they would lock sessions and users whenever a day is added. A trigger does what matters.
create table event (
  user_id uuid not null,
  -- Counts the events of the user.
  position bigint not null,
  session_id text not null,
  -- Counts the events of the session.
  sequence bigint not null,
  lane smallint not null,
  id text not null,
  type text not null,
  chat_id text,
  payload jsonb not null,
  created_at timestamptz not null
) partition by range (created_at);
create unique index event_of_user on event (user_id, position, lane, created_at);
create unique index event_of_session on event (session_id, sequence, created_at);
create index event_of_session_lane on event (session_id, position, lane);

-- Nothing is refused when a day is missing; a job makes them ahead.
create table event_default partition of event default;
create function add_event_day(day date) returns void language plpgsql as $$
begin
  execute format('create table if not exists %I partition of event for values from (%L) to (%L)',
    'event_' || to_char(day, 'YYYYMMDD'), day::timestamp at time zone 'UTC', (day + 1)::timestamp at time zone 'UTC');
end $$;
select add_event_day((now() at time zone 'UTC')::date + ahead) from generate_series(0, 2) ahead;

create function forget_session_events() returns trigger language plpgsql as $$
begin
  delete from event where session_id = old.id;
  return null;
end $$;
create trigger forget_events after delete on session for each row execute function forget_session_events();

-- The newest position of each lane, of all sessions of a user (session_id '') and of each: tells which cursors are behind.
create table event_lane (
  user_id uuid not null references users on delete cascade,
  session_id text not null,
  lane smallint not null,
  position bigint not null,
  at timestamptz not null,
  primary key (user_id, session_id, lane)
) with (fillfactor = 50);

alter table webhook
  add column failures integer not null default 0,
  -- The endpoint asked for a pause (Retry-After).
  add column paused_until timestamptz,
  add column previous_secret bytea,
  add column previous_secret_until timestamptz,
  -- Besides Standard Webhooks v1: 'v1a' and 'x-hub-signature-256'.
  add column extra_signatures text[] not null default '{}';

-- How far a webhook has read the log, by lanes. Lane 16 reads no log but the deliveries that are to be made again.
create table webhook_lane (
  webhook_id uuid not null references webhook on delete cascade,
  lane smallint not null,
  -- Everything up to here is settled. `at` is the log's time there, or earlier.
  position bigint not null,
  at timestamptz not null,
  -- The event after the position has failed so often, since then.
  attempts integer not null default 0,
  failing_since timestamptz,
  retry_at timestamptz,
  -- A replay of one session: up to this position only its events are read.
  replay_until bigint not null default 0,
  replay_session text,
  -- The process that drains the lane, for as long as it lives.
  holder uuid,
  primary key (webhook_id, lane)
) with (fillfactor = 50);
insert into webhook_lane (webhook_id, lane, position, at)
select id, lane, 0, now() - interval '1 day' from webhook, generate_series(0, 16) lane;

-- Processes that deliver. One without a beat for 5 s is dead, and its lanes are free.
create table webhook_dispatcher (
  id uuid primary key,
  beat_at timestamptz not null
) with (fillfactor = 50);

-- What was sent: a row an event and webhook, from its first attempt on. Nothing that merely waits is here.
create table delivery (
  webhook_id uuid not null references webhook on delete cascade,
  -- Of the event.
  position bigint not null,
  session_id text not null,
  sequence bigint not null,
  event_id text not null,
  event_at timestamptz not null,
  type text not null,
  -- failed = a dead letter
  state text not null check (state in ('pending', 'delivered', 'failed')),
  attempts jsonb not null,
  attempt_count integer not null,
  next_at timestamptz,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  -- To be made again, in the order of this.
  requeued_at timestamptz,
  primary key (webhook_id, position)
);
create index delivery_dead on delivery (webhook_id, position) where state = 'failed';
create index delivery_requeued on delivery (webhook_id, requeued_at, position) where requeued_at is not null;
create index delivery_age on delivery using brin (created_at);
