-- Editions: every commit that changes what the public can read of a town gives it a new one, whoever writes it and by
-- whatever way. Each node looks the edition up again and again, and writes pages anew that are of another one.

create table editions (
    municipality_id uuid not null,
    edition uuid not null,
    constraint editions_pkey primary key (municipality_id),
    constraint editions_municipality_fkey foreign key (municipality_id) references municipalities (id) on delete cascade
);
comment on table editions is 'Which edition of its published pages a town has: another one after each change.';
comment on column editions.municipality_id is 'The tenant.';
comment on column editions.edition is 'Random, so that no edition returns, not even after a backup was restored.';

-- At commit, so that whoever else writes waits for a moment only and never in a circle; once a transaction and town.
create function new_edition() returns trigger language plpgsql as $$
declare
    told constant text := coalesce(current_setting('kocho.editions', true), '');
    changed record;
    town uuid;
begin
    if tg_op = 'DELETE' then changed := old; else changed := new; end if;
    if tg_table_name = 'municipalities' then town := changed.id; else town := changed.municipality_id; end if;
    if position(town::text in told) = 0 then
        execute format('insert into %1$I.editions (municipality_id, edition) '
            'select id, gen_random_uuid() from %1$I.municipalities where id = $1 '
            'on conflict (municipality_id) do update set edition = excluded.edition', tg_table_schema) using town;
        perform set_config('kocho.editions', told || town::text, true);
    end if;
    return null;
end
$$;

do $$
declare
    one text;
begin
    foreach one in array array[
        'amendments', 'division_names', 'divisions', 'errata', 'indicator_definitions', 'indicator_owners',
        'indicator_values', 'indicator_versions', 'indicators', 'municipalities', 'plan_nodes', 'plan_versions', 'plans',
        'questionnaires', 'releases', 'reports', 'surveys', 'versions'
    ] loop
        execute format('create constraint trigger %I after insert or update or delete on %I '
            'deferrable initially deferred for each row execute function new_edition()', one || '_edition', one);
    end loop;
end
$$;
