-- When a scheduled message is to leave, and which messages were accepted together.
alter table message add column send_at timestamptz, add column batch_id uuid;
create index message_batch on message (session_id, batch_id) where batch_id is not null;

-- Texts of a user with places for variables.
create table template (
  id uuid primary key,
  user_id uuid not null references users on delete cascade,
  name text not null,
  body text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (user_id, name)
);
