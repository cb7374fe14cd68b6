-- Labels of single messages, as chats have them, and until when a message is pinned in its chat.
alter table message
  add column labels text[] not null default '{}',
  add column pinned_until timestamptz;
-- For a label that is deleted: few messages have any.
create index message_labelled on message (session_id) where labels <> '{}';
