-- What came in and is not understood is counted by its raw kind; there is little of it, and the count looks at nothing else.
create index message_unsupported on message (session_id, raw_kind) where type = 'unsupported';
