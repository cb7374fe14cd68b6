-- Of a sound: what it was converted to, to go as a voice message.
alter table media add column voice_id uuid references media on delete set null;
create index media_voice on media (voice_id) where voice_id is not null;
