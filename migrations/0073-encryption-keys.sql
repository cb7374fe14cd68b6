-- Secrets that must stay when ENCRYPTION_KEY is changed, sealed by it.
create table lasting_secret (
  name text primary key,
  sealed bytea not null
);

-- How far the copies in the object store have been brought under the key of this name: up to which session, and when all were.
create table resealed_copies (
  key_id text primary key,
  after text not null default '',
  finished_at timestamptz
);
