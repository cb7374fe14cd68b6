-- Sending at a human pace, holding back what WhatsApp would punish, and the brake for all workers together.
alter table mailbox.account add column pacing jsonb;

-- Why a queued message is held until `not_before`; null when it is not held.
alter table mailbox.outbox add column held_reason text;
create index outbox_chat_held on mailbox.outbox (session_id, (payload->>'to'), id) where held_reason is not null;

-- While a brake is on, one worker at a time may try whether it can come off.
create table mailbox.brake (
  name text primary key,
  until timestamptz not null,
  engaged_at timestamptz not null default now()
);

-- The version of WhatsApp Web that clients claim to be: the last one known to be good.
create table mailbox.whatsapp_version (
  only_row boolean primary key default true check (only_row),
  version integer[] not null,
  checked_at timestamptz not null default now()
);

-- Until when WhatsApp lets the account write to known chats only.
alter table session add column restricted_until timestamptz;
