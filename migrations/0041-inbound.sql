-- What is done to messages afterwards.
alter table message
  -- One entry for each person who reacts.
  add column reactions jsonb not null default '[]',
  -- Of a poll: what each voter has chosen last.
  add column votes jsonb not null default '[]';

-- Reactions, edits, deletions and votes that were taken in: WhatsApp may deliver them again.
create table message_action (
  session_id text not null references session on delete cascade,
  sender_key text not null,
  message_id text not null,
  created_at timestamptz not null default now(),
  primary key (session_id, sender_key, message_id)
);
create index message_action_age on message_action (created_at);
