-- What a delivery has grown by a third since anybody counted is counted again, before the turn that reads it: autovacuum looks once a
-- minute, and a turn comes at once. Without it a turn over the two sample deliveries took 2.0 s, with it 0.3 s: evidence was looked for
-- by nested loops. As the owner, since only an owner may analyse; it takes nothing and tells nothing.
create function refresh_statistics() returns integer language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  stale record;
  counted integer := 0;
begin
  for stale in select c.oid::regclass as name from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      and pg_relation_size(c.oid) > 8192 * (c.relpages * 1.33 + 4)
  loop
    execute format('analyze %s', stale.name);
    counted := counted + 1;
  end loop;
  return counted;
end $$;
--> statement-breakpoint
revoke all on function refresh_statistics() from public;
--> statement-breakpoint
grant execute on function refresh_statistics() to shouwang_flow;
