-- Where a row belongs in a trace: a W3C traceparent, for whoever goes on with it. Null while traces are off, and for what belongs to none.
alter table mailbox.outbox add column traceparent text;
alter table mailbox.inbox add column traceparent text;
alter table event add column traceparent text;
