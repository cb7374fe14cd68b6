-- Keys that only come from known addresses, and keys that are changed without a gap.
alter table api_key
  -- Networks (CIDR) that the key may be used from; none: from anywhere.
  add column allowed_ips text[] not null default '{}',
  -- The secret before the last rotation, good until then.
  add column previous_secret_hash bytea,
  add column previous_until timestamptz;

-- Lists go by ids, which are made of the time.
drop index api_key_user;
create index api_key_user on api_key (user_id, id);
