-- People that a session knows: one row a person, under whatever addresses.
create table contact (
  id uuid primary key,
  session_id text not null references session on delete cascade,
  -- By phone number; null as long as only the LID is known.
  whatsapp_id text,
  lid text,
  -- What they call themselves, what the account's owner calls them, and what WhatsApp has verified of a business.
  push_name text,
  saved_name text,
  verified_name text,
  picture_id text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check (whatsapp_id is not null or lid is not null),
  -- A number that goes from one person to another is for a moment with both.
  constraint contact_whatsapp_id unique (session_id, whatsapp_id) deferrable initially deferred,
  constraint contact_lid unique (session_id, lid) deferrable initially deferred
);
create index contact_list on contact (session_id, id);

insert into contact (id, session_id, whatsapp_id, lid, push_name)
select gen_random_uuid(), session_id, case when from_jid like '%@s.whatsapp.net' then from_jid end,
       case when from_jid like '%@lid' then from_jid end, push_name
from (
  select distinct on (session_id, from_jid) session_id, from_jid, push_name from message
  where direction = 'inbound' and (from_jid like '%@s.whatsapp.net' or from_jid like '%@lid')
  order by session_id, from_jid, push_name is null, id desc
) seen;
