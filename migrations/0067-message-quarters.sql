-- Messages by quarters of the time that their ids are made of. What was stored until now stays together in one part.
alter table message_receipt drop constraint message_receipt_message_id_fkey;
-- A unique index of all parts would have to contain the id. That a message is there once is seen to by ingest, which has the session
-- for itself while it looks and inserts, and by the ids of accepted messages, which are random.
alter table message drop constraint message_session_id_message_id_direction_sender_key_key;
alter table message rename to message_before;
alter index message_pkey rename to message_before_pkey;
alter index message_newest rename to message_before_newest;
alter index message_chat rename to message_before_chat;
alter index message_batch rename to message_before_batch;

create table message (like message_before including defaults including constraints) partition by range (id);
alter table message
  add primary key (id),
  add constraint message_session foreign key (session_id) references session on delete cascade;
create index message_newest on message (session_id, id desc);
create index message_chat on message (session_id, chat_id, id desc);
create index message_batch on message (session_id, batch_id) where batch_id is not null;
create index message_named on message (session_id, message_id, direction, sender_key);

-- Smaller than every id that is made from this time on.
create function first_message_id(at timestamptz) returns uuid language sql immutable as $$
  select rpad(lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0'), 32, '0')::uuid
$$;
create function add_message_quarter(day date) returns void language plpgsql as $$
declare
  start timestamptz := date_trunc('quarter', day::timestamp) at time zone 'UTC';
  ends timestamptz := (date_trunc('quarter', day::timestamp) + interval '3 months') at time zone 'UTC';
begin
  execute format('create table if not exists %I partition of message for values from (%L) to (%L)',
    'message_' || to_char(start at time zone 'UTC', 'YYYY"q"Q'), first_message_id(start), first_message_id(ends));
end $$;

do $$
begin
  execute format('alter table message attach partition message_before for values from (minvalue) to (%L)',
    first_message_id((date_trunc('quarter', now() at time zone 'UTC') + interval '3 months') at time zone 'UTC'));
end $$;
select add_message_quarter(((now() at time zone 'UTC') + interval '3 months')::date);
-- Nothing is refused when a quarter is missing; a job makes them ahead.
create table message_default partition of message default;

alter table message_receipt add foreign key (message_id) references message on delete cascade;
