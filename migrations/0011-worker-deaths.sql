-- A gateway decides that a run is dead, and no longer the age of its last beat alone: not too many may die at once.
alter table mailbox.worker add column died_at timestamptz;
