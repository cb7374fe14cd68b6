-- What is shown of a file before it is loaded (gateway/media/file-look.ts); null as long as nobody has sent it.
alter table media add column look jsonb;
