-- What a message says beyond its text, and what surrounds it (contracts/content.ts). A null content is a text, or what `type` says.
alter table message add column content jsonb, add column context jsonb;

-- The protobuf that was sent, for messages whose making can not be repeated: an upload gives other keys each time.
alter table mailbox.outbox add column wire bytea;
