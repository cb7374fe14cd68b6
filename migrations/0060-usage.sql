-- What was accepted, one row a message, until it is rolled up. Rows outlive what they count: they are what is billed.
create table usage_entry (
  -- The message's own id.
  id uuid primary key,
  user_id uuid not null,
  session_id text not null,
  -- The API key that asked for it; null: a person with an access token.
  key_id uuid,
  kind text not null,
  at timestamptz not null default now()
);
create index usage_entry_user on usage_entry (user_id, at);
create index usage_entry_at on usage_entry (at);

-- Rolled up by the hour (UTC), for as long as hours are asked for.
create table usage_hour (
  user_id uuid not null,
  hour timestamptz not null,
  session_id text not null,
  key_id uuid,
  kind text not null,
  messages bigint not null,
  unique nulls not distinct (user_id, hour, session_id, key_id, kind)
);
create index usage_hour_hour on usage_hour (hour);

-- Rolled up by the day (UTC), for good.
create table usage_day (
  user_id uuid not null,
  day date not null,
  session_id text not null,
  key_id uuid,
  kind text not null,
  messages bigint not null,
  unique nulls not distinct (user_id, day, session_id, key_id, kind)
);
