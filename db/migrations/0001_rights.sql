-- Who may touch what, inside the database. Three roles: the owner migrates, shouwang_flow runs the steps, shouwang_web serves
-- requests and sees only rows inside the areas that the request has set. Nothing set: no rows.
create table facts_default partition of facts default;
--> statement-breakpoint
-- A UUID version 7 (RFC 9562) of a given instant, for rows that a step makes by the thousand.
create function new_id(at timestamptz) returns uuid language sql volatile parallel safe as $$
  select encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
    placing substring(int8send((extract(epoch from at) * 1000)::bigint) from 3) from 1 for 6), 52, 1), 53, 1), 'hex')::uuid
$$;
--> statement-breakpoint
create function shouwang_user() returns uuid language sql stable parallel safe as $$
  select nullif(current_setting('shouwang.user', true), '')::uuid
$$;
--> statement-breakpoint
grant usage on schema public to shouwang_flow, shouwang_web;
--> statement-breakpoint
grant select, insert, update, delete on all tables in schema public to shouwang_flow;
--> statement-breakpoint
grant usage on all sequences in schema public to shouwang_flow, shouwang_web;
--> statement-breakpoint
-- Nobody changes what was told, or what was logged: facts and their like are only added and retracted. A partition is a table of
-- its own to whoever names it, so the default one loses everything at once and the others (publish.ts) never get anything.
revoke all on facts_default from shouwang_flow, shouwang_web;
--> statement-breakpoint

revoke update, delete on audit_entries, audit_seals from shouwang_flow;
--> statement-breakpoint
revoke delete on facts, batches, memberships, person_details, residences, kinships, identity_links, parameters, alerts, tasks, visits, outcomes, recognitions from shouwang_flow;
--> statement-breakpoint
grant select on areas, bodies, body_areas, departments, batches, rule_versions, parameters, categories, cycles, cycle_steps, batch_months, settings, sources, layouts to shouwang_web;
--> statement-breakpoint
grant select (id, username, name, role, visitor_kind, body_key, department, capacity, is_active) on users to shouwang_web;
--> statement-breakpoint
grant select on user_areas, households, persons, memberships, residences, facts, findings, household_indicators, cases, leads, alerts, alert_evidence, tasks, task_alerts, visits, outcomes, recognitions, rejects, intakes, candidate_pairs to shouwang_web;
--> statement-breakpoint
grant insert on audit_entries, visits, leads to shouwang_web;
--> statement-breakpoint
grant update on tasks, alerts, leads to shouwang_web;
--> statement-breakpoint
do $$
declare t text;
begin
  for t in select tablename from pg_tables where schemaname = 'public' loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy flow_all on %I to shouwang_flow using (true) with check (true)', t);
  end loop;
  -- Public knowledge, or knowledge without persons.
  foreach t in array array['areas','bodies','body_areas','departments','rule_versions','parameters','categories','cycles','cycle_steps','batch_months','settings','sources','layouts'] loop
    execute format('create policy web_reads on %I for select to shouwang_web using (true)', t);
  end loop;
  -- Rows with a place.
  foreach t in array array['household_indicators','households','cases','leads','alerts','alert_evidence','tasks','visits','outcomes','recognitions','candidate_pairs'] loop
    execute format('create policy web_scope on %I to shouwang_web using (
      county_code = any (nullif(current_setting(''shouwang.counties'', true), '''')::text[])
      and area_code ^@ any (nullif(current_setting(''shouwang.areas'', true), '''')::text[]))', t);
  end loop;
end $$;
--> statement-breakpoint
-- Rows that belong to a household or person follow it.
create policy web_scope on memberships for select to shouwang_web using (exists (select 1 from households h where h.id = household_id));
--> statement-breakpoint
create policy web_scope on residences for select to shouwang_web using (exists (select 1 from households h where h.id = household_id));
--> statement-breakpoint
create policy web_scope on persons for select to shouwang_web using (exists (select 1 from memberships m where m.person_id = persons.id));
--> statement-breakpoint
create policy web_scope on findings for select to shouwang_web using (exists (select 1 from households h where h.id = household_id));
--> statement-breakpoint
create policy web_scope on facts for select to shouwang_web using (case subject_kind
  when 'household' then exists (select 1 from households h where h.id = subject_id)
  when 'person' then exists (select 1 from persons p where p.id = subject_id)
  else true end);
--> statement-breakpoint
create policy web_scope on task_alerts for select to shouwang_web using (exists (select 1 from tasks k where k.id = task_id));
--> statement-breakpoint
-- A batch is no person: staff with an area may know of it; a department's liaison only of their own.
create policy web_scope on batches for select to shouwang_web using (
  nullif(current_setting('shouwang.areas', true), '') is not null or department = nullif(current_setting('shouwang.department', true), ''));
--> statement-breakpoint
create policy web_scope on rejects for select to shouwang_web using (exists (
  select 1 from batches b where b.id = batch_id and (b.department = nullif(current_setting('shouwang.department', true), '')
    or '22' = any (nullif(current_setting('shouwang.areas', true), '')::text[]))));
--> statement-breakpoint
create policy web_scope on intakes for select to shouwang_web using (department = nullif(current_setting('shouwang.department', true), '')
    or '22' = any (nullif(current_setting('shouwang.areas', true), '')::text[]));
--> statement-breakpoint
create policy web_scope on user_areas for select to shouwang_web using (user_id = shouwang_user() or area_code ^@ any (nullif(current_setting('shouwang.areas', true), '')::text[]));
--> statement-breakpoint
create policy web_scope on users for select to shouwang_web using (id = shouwang_user() or exists (select 1 from user_areas a where a.user_id = users.id));
--> statement-breakpoint
create policy web_writes on audit_entries for insert to shouwang_web with check (true);
