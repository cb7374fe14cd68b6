-- What is billed, an event a message, for billing systems elsewhere. An entry of the ledger becomes one when it is rolled up.
create table usage_event (
  -- In the order in which they can be seen: whoever has seen one misses none before it.
  sequence bigint primary key,
  -- Of the ledger's entry, and so of the message.
  id uuid not null,
  user_id uuid not null,
  session_id text not null,
  key_id uuid,
  kind text not null,
  at timestamptz not null
);
create index usage_event_user on usage_event (user_id, sequence);

-- Whoever adds events holds this row until they are committed.
create table usage_feed (
  only_row boolean primary key default true check (only_row),
  last bigint not null default 0,
  -- The last one that BILLING_EVENTS_URL has taken.
  pushed bigint not null default 0
);
insert into usage_feed default values;
