-- Who of a group has a message of ours, has read and has played it.
create table message_receipt (
  message_id uuid not null references message on delete cascade,
  -- Canonical JID.
  member text not null,
  delivered_at timestamptz,
  read_at timestamptz,
  played_at timestamptz,
  primary key (message_id, member)
);
