-- Through which proxy an account speaks to WhatsApp: a URL with its password, sealed. Null: directly.
alter table mailbox.account add column proxy text;
