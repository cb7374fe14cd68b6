-- Chats as the account's owner sees them: one row each, written as messages come in and go out.
create table chat (
  session_id text not null references session on delete cascade,
  chat_id text not null,
  -- Of a group or a channel; what people are called stands in `contact`.
  name text,
  last_message_id text,
  -- WhatsApp's time of the newest message; 1970 where there is none.
  last_at timestamptz not null default 'epoch',
  unread integer not null default 0,
  -- By hand, without an unread message.
  marked_unread boolean not null default false,
  archived boolean not null default false,
  pinned_at timestamptz,
  -- The year 9999: until it is unmuted.
  muted_until timestamptz,
  ephemeral_seconds integer,
  updated_at timestamptz not null default now(),
  primary key (session_id, chat_id)
);
create index chat_newest on chat (session_id, last_at desc, chat_id desc);
create index chat_unread on chat (session_id) where unread > 0 or marked_unread;

alter table message add column starred boolean not null default false;

insert into chat (session_id, chat_id, last_message_id, last_at)
select distinct on (session_id, chat_id) session_id, chat_id, message_id, sent_at from message
where chat_id <> 'status@broadcast' and (direction = 'inbound' or status in ('SENT', 'DELIVERED', 'READ', 'PLAYED'))
order by session_id, chat_id, id desc;
