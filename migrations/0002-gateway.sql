-- What the gateways own: users, keys, sessions, messages, events, webhooks.
create table users (
  id uuid primary key,
  email text not null,
  name text,
  password_hash text not null,
  role text not null check (role in ('USER', 'ADMIN')),
  tier text not null default 'BASIC' check (tier in ('BASIC', 'PRO', 'MAX')),
  active boolean not null default true,
  token_version integer not null default 0,
  created_at timestamptz not null default now()
);
create unique index users_email on users (lower(email));

-- A refresh token is used once; the use of a used one ends its whole family.
create table refresh_token (
  id uuid primary key,
  user_id uuid not null references users on delete cascade,
  family uuid not null,
  token_hash bytea not null unique,
  used_at timestamptz,
  revoked_at timestamptz,
  expires_at timestamptz not null,
  created_at timestamptz not null default now()
);
create index refresh_token_family on refresh_token (family);
create index refresh_token_user on refresh_token (user_id);

create table session (
  id text primary key check (id ~ '^[A-Za-z0-9_-]{1,64}$'),
  user_id uuid not null references users on delete cascade,
  name text not null,
  status text not null default 'DISCONNECTED',
  reason text,
  connection_message text not null default '',
  whatsapp_id text,
  lid text,
  qr text,
  qr_expires_at timestamptz,
  event_sequence bigint not null default 0,
  last_activity_at timestamptz,
  -- A restart waits for the worker to let go of the account.
  restart_requested_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index session_owner on session (user_id, created_at);
create index session_stopping on session (updated_at) where restart_requested_at is not null or status = 'DISCONNECTING';

create table api_key (
  id uuid primary key,
  user_id uuid not null references users on delete cascade,
  session_id text references session on delete cascade,
  name text not null,
  prefix text not null unique,
  secret_hash bytea not null,
  scopes text[] not null,
  expires_at timestamptz,
  last_used_at timestamptz,
  created_at timestamptz not null default now()
);
create index api_key_user on api_key (user_id, created_at);

create table message (
  id uuid primary key,
  session_id text not null references session on delete cascade,
  message_id text not null,
  direction text not null check (direction in ('inbound', 'outbound')),
  -- Whose id it is: WhatsApp's ids are unique per sender only.
  sender_key text not null,
  chat_id text not null,
  from_jid text not null,
  to_jid text not null,
  push_name text,
  type text not null,
  text text,
  raw_kind text,
  client_ref text,
  status text not null,
  failure text,
  timeline jsonb not null default '[]',
  -- WhatsApp's own time of the message.
  sent_at timestamptz not null,
  expires_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (session_id, message_id, direction, sender_key)
);
create index message_newest on message (session_id, id desc);
create index message_chat on message (session_id, chat_id, id desc);

create table idempotency_key (
  session_id text not null references session on delete cascade,
  key text not null,
  route text not null,
  body_hash bytea not null,
  response jsonb not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (session_id, key)
);
create index idempotency_key_expiry on idempotency_key (expires_at);

-- The durable, per session gap-free log of what happened.
create table event (
  session_id text not null references session on delete cascade,
  sequence bigint not null,
  id text not null unique,
  user_id uuid not null references users on delete cascade,
  type text not null,
  chat_id text,
  payload jsonb not null,
  created_at timestamptz not null default now(),
  primary key (session_id, sequence)
);
-- Ids are made of the time, so this is also the order of happening over all sessions of a user.
create index event_user on event (user_id, id);

-- A session whose oldest fact could not be applied. One row a session: facts are applied in order.
create table ingest_failure (
  session_id text primary key references session on delete cascade,
  failures integer not null,
  error text not null,
  retry_at timestamptz not null
);

-- Facts that failed every time and were put aside, so that the rest of their session could go on.
create table dead_fact (
  id bigint generated always as identity primary key,
  session_id text not null references session on delete cascade,
  kind text not null,
  payload jsonb not null,
  error text not null,
  created_at timestamptz not null default now()
);
create index dead_fact_session on dead_fact (session_id);

create table webhook (
  id uuid primary key,
  user_id uuid not null references users on delete cascade,
  session_id text references session on delete cascade,
  url text not null,
  events text[] not null,
  format text not null check (format in ('standard', 'classic')),
  headers bytea,
  secret bytea not null,
  active boolean not null default true,
  -- Made through a session's webhookUrl, and changed with it.
  from_session boolean not null default false,
  disabled_reason text,
  failing_since timestamptz,
  last_success_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index webhook_user on webhook (user_id, created_at);
create unique index webhook_of_session on webhook (session_id) where from_session;

-- One event on its way to one webhook. A lane (webhook, lane) is delivered in order, one request in flight.
create table delivery (
  id bigint generated always as identity primary key,
  webhook_id uuid not null references webhook on delete cascade,
  session_id text not null,
  sequence bigint not null,
  lane smallint not null,
  state text not null default 'pending' check (state in ('pending', 'delivered', 'failed')),
  attempts jsonb not null default '[]',
  attempt_count integer not null default 0,
  next_at timestamptz not null default now(),
  -- The process that is sending it now; another may take it when the lease is over.
  holder uuid,
  lease_until timestamptz,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  foreign key (session_id, sequence) references event on delete cascade,
  unique (webhook_id, session_id, sequence)
);
create index delivery_lane on delivery (webhook_id, lane, id) where state = 'pending';
create index delivery_event on delivery (session_id, sequence);
create index delivery_newest on delivery (webhook_id, id desc);
create index delivery_finished on delivery (state, finished_at) where state <> 'pending';
