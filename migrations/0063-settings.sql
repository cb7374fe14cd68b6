-- What administrators have set while gateways run, over the environment: one row.
create table setting (
  only_row boolean primary key default true check (only_row),
  overrides jsonb not null default '{}',
  changed_at timestamptz not null default now()
);
insert into setting default values;
