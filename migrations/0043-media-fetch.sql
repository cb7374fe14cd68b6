-- Files of received messages that are still at WhatsApp, until the gateways have them or know that they never will.
create table mailbox.media_fetch (
  media_id uuid primary key,
  session_id text not null references mailbox.account on delete cascade,
  -- Where it is and what opens it (contracts/inbox.ts, MediaSource). A secret.
  source jsonb not null,
  -- The message that brought it, as the phone is told of it when it has to upload the file again.
  origin jsonb not null,
  attempts integer not null default 0,
  -- Of the owner that has it in its hands; what an earlier one had is taken anew at once.
  epoch bigint,
  next_at timestamptz not null default now(),
  -- Why it will never be here; null as long as it may.
  failure text,
  created_at timestamptz not null default now()
);
create index media_fetch_due on mailbox.media_fetch (session_id, next_at) where failure is null;
