-- Labels of WhatsApp Business, as the devices of an account tell of them, and the chats that bear them.
create table label (
  session_id text not null references session on delete cascade,
  label_id text not null,
  name text not null,
  -- WhatsApp's clients know 20, by number.
  color integer not null,
  updated_at timestamptz not null default now(),
  primary key (session_id, label_id)
);

alter table chat add column labels text[] not null default '{}';
