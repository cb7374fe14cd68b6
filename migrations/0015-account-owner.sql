-- Every worker asks for its accounts every second.
create index account_owner on mailbox.account (owner) where owner is not null;
