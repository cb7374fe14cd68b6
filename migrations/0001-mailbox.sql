-- The durable hand-over between the two roles. The worker's database role sees this schema and nothing else.
create schema mailbox;

-- Who is alive. A row is one run of one worker; beats and comparisons use the database's clock only.
create table mailbox.worker (
  incarnation uuid primary key,
  worker_id text not null unique,
  state text not null check (state in ('ready', 'draining')),
  max_sessions integer not null,
  started_at timestamptz not null default now(),
  beat_at timestamptz not null default now()
);

-- One WhatsApp account. `epoch` grows with every owner; (epoch, head_seq) is the fence of every write to its keys.
create table mailbox.account (
  session_id text primary key,
  desired text not null default 'off' check (desired in ('on', 'off', 'logged_out')),
  assigned_worker text,
  owner uuid,
  epoch bigint not null default 0,
  head_seq bigint not null default 0,
  head_hash bytea not null default ''::bytea,
  snap_seq bigint not null default 0,
  snap_epoch bigint not null default 0,
  snap_hash bytea not null default ''::bytea,
  snapshot bytea,
  dek bytea not null,
  paired boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index account_assigned on mailbox.account (assigned_worker) where desired <> 'off' or owner is not null;

-- The account's credentials and Signal keys: one encrypted row a batch, appended by the owner.
create table mailbox.account_log (
  session_id text not null references mailbox.account on delete cascade,
  seq bigint not null,
  epoch bigint not null,
  payload bytea not null,
  primary key (session_id, seq)
);

-- Accepted messages on their way out, drained by the owner in the order of `id`. A sent one is kept for a while: its
-- recipient may ask for it again.
create table mailbox.outbox (
  id bigint generated always as identity primary key,
  session_id text not null references mailbox.account on delete cascade,
  message_id text not null,
  payload jsonb not null,
  state text not null default 'queued' check (state in ('queued', 'sending', 'sent')),
  attempts integer not null default 0,
  epoch bigint,
  not_before timestamptz not null default now(),
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  sent_at timestamptz,
  unique (session_id, message_id)
);
create index outbox_order on mailbox.outbox (session_id, id) where state <> 'sent';
create index outbox_expiry on mailbox.outbox (expires_at) where state = 'queued';
create index outbox_sent on mailbox.outbox (sent_at) where state = 'sent';

-- Facts on their way in, committed before WhatsApp is told; taken by the gateways in the order of `id`.
create table mailbox.inbox (
  id bigint generated always as identity primary key,
  session_id text not null references mailbox.account on delete cascade,
  kind text not null,
  payload jsonb not null,
  created_at timestamptz not null default now()
);
create index inbox_order on mailbox.inbox (session_id, id);
