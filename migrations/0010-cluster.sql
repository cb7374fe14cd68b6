-- Workers in a cluster: what they report of themselves, how their death is seen, and what limits their connects.

-- A run that is over stays as 'offline' for a day, for whoever looks at the list.
alter table mailbox.worker drop constraint worker_state_check;
alter table mailbox.worker
  add constraint worker_state_check check (state in ('ready', 'draining', 'offline')),
  -- True while the run holds an advisory lock on a connection of its own, which a killed process loses at once.
  add column locked boolean not null default false,
  -- False for a worker that registered over HTTP: accounts are never placed on it.
  add column in_transport boolean not null default true,
  -- How long after its last beat it counts as dead.
  add column dead_after interval not null default interval '3 seconds',
  -- Its row is to go when the run has ended.
  add column removed boolean not null default false,
  add column endpoint text,
  add column sessions integer not null default 0,
  -- Percent: of one processor, and of the memory that the process may use.
  add column cpu_usage real not null default 0,
  add column memory_usage real not null default 0,
  -- Messages in and out since the run began.
  add column messages bigint not null default 0;

-- The token bucket of the whole cluster: a storm of connects from one address looks like an attack to WhatsApp.
create table mailbox.connect_budget (
  only_row boolean primary key default true check (only_row),
  tokens double precision not null default 0,
  refilled_at timestamptz not null default now()
);
insert into mailbox.connect_budget default values;

-- Workers that an administrator expects; they show as pending until one registers at the endpoint.
create table expected_worker (
  worker_id text primary key,
  endpoint text not null unique,
  max_sessions integer not null,
  description text,
  created_at timestamptz not null default now()
);

create table worker_metrics (
  worker_id text not null,
  sampled_at timestamptz not null,
  state text not null,
  sessions integer not null,
  cpu_usage real not null,
  memory_usage real not null,
  messages bigint not null,
  primary key (worker_id, sampled_at)
);
create index worker_metrics_age on worker_metrics (sampled_at);

-- Turns that the gateways of an installation take together: who changes the row has the turn.
create table worker_upkeep (
  only_row boolean primary key default true check (only_row),
  health_monitor boolean not null default true,
  rebalanced_at timestamptz not null default now()
);
insert into worker_upkeep default values;
