-- What is counted for the metrics is found by indexes: sessions by status, and dead letters without their webhooks.
create index session_status on session (status);
create index delivery_dead_letters on delivery (event_at) where state = 'failed';
