-- Sessions made at a worker's own HTTP surface, by a program that talks to workers directly. They are accounts like all
-- others, but belong to no user: no gateway knows them.
alter table mailbox.account add column direct boolean not null default false;

-- What is reported of direct sessions stays here, for whoever asks a worker; gateways take the rest. Beside the facts, a row of
-- the kind 'message.accepted' keeps each message that was accepted to be sent.
alter table mailbox.inbox add column kept boolean not null default false;
drop index mailbox.inbox_order;
create index inbox_order on mailbox.inbox (session_id, id) where not kept;
create index inbox_kept on mailbox.inbox (session_id, kind, id) where kept;
create index inbox_kept_status on mailbox.inbox (session_id, (payload->>'messageId')) where kept and kind = 'message.status';
