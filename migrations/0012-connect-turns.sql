-- Until when the account may be connected without waiting: its last owner waited for that before it let go, still connected.
alter table mailbox.account add column turn_until timestamptz;
