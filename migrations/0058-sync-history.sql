-- How much of the past a newly linked session takes over from the phone.
alter table mailbox.account
  add column sync_history text not null default 'recent' check (sync_history in ('none', 'recent', 'full'));
