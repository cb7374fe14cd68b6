-- How the connections of a session went: the newest rows of each. They outlive worker and process, and go with the session.
create table session_history (
  id bigint generated always as identity primary key,
  session_id text not null references session on delete cascade,
  at timestamptz not null,
  status text not null,
  reason text,
  -- Of WhatsApp or Baileys, where a connection ended.
  code integer,
  message text not null,
  -- Who had the account when a gateway heard of it; null: nobody.
  worker_id text
);
create index session_history_order on session_history (session_id, id);

-- The devices of a session's account as WhatsApp lists them; device 0 is the phone. Empty until the first list is there.
create table session_device (
  session_id text not null references session on delete cascade,
  device integer not null,
  -- Of the device among all that the phone ever vouched for; null for the phone itself.
  key_index integer,
  -- The device of the session itself.
  is_own boolean not null,
  -- It was on the first list: nobody was alarmed.
  was_there boolean not null,
  seen_at timestamptz not null,
  primary key (session_id, device)
);
