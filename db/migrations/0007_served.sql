CREATE TABLE "alert_figures" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "alert_figures_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"county_code" text collate "C" NOT NULL,
	"area_code" text collate "C" NOT NULL,
	"subject_kind" text NOT NULL,
	"rule_id" text,
	"class" text NOT NULL,
	"severity" text NOT NULL,
	"cause" text,
	"state" text NOT NULL,
	"alerts" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "household_figures" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "household_figures_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"county_code" text collate "C" NOT NULL,
	"area_code" text collate "C" NOT NULL,
	"households" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "open_work" (
	"alert_id" uuid PRIMARY KEY NOT NULL,
	"task_id" uuid NOT NULL,
	"county_code" text collate "C" NOT NULL,
	"area_code" text collate "C" NOT NULL,
	"subject_kind" text NOT NULL,
	"rule_id" text,
	"class" text NOT NULL,
	"severity" text NOT NULL,
	"cause" text,
	"state" text NOT NULL,
	"due_at" timestamp with time zone
);
--> statement-breakpoint
DROP INDEX "tasks_by_county";--> statement-breakpoint
DROP INDEX "alerts_by_county";--> statement-breakpoint
CREATE INDEX "alert_figures_by_county" ON "alert_figures" USING btree ("county_code");--> statement-breakpoint
CREATE INDEX "household_figures_by_county" ON "household_figures" USING btree ("county_code");--> statement-breakpoint
CREATE INDEX "open_work_by_due" ON "open_work" USING btree ("county_code","due_at","area_code","state","subject_kind","severity","class","rule_id","cause","task_id");--> statement-breakpoint
CREATE INDEX "open_work_by_task" ON "open_work" USING btree ("task_id");--> statement-breakpoint
CREATE INDEX "open_alerts_by_county" ON "alerts" USING btree ("county_code","severity","raised_at","id") WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "open_tasks_by_due" ON "tasks" USING btree ("county_code",(case when state in ('waiting', 'dispatched', 'returned') then dispatch_due_at when state in ('assigned', 'accepted') then visit_due_at else confirm_due_at end),"id") WHERE state in ('waiting', 'dispatched', 'assigned', 'accepted', 'submitted', 'confirmed', 'returned');--> statement-breakpoint
CREATE INDEX "ended_tasks_by_county" ON "tasks" USING btree ("county_code","closed_at","id","area_code") WHERE state in ('closed', 'cancelled');--> statement-breakpoint
CREATE INDEX "alerts_by_county" ON "alerts" USING btree ("county_code","severity","raised_at","id");--> statement-breakpoint
grant select on alert_figures, household_figures, open_work to shouwang_flow, shouwang_web;
--> statement-breakpoint
do $$
declare t text;
begin
  foreach t in array array['alert_figures', 'household_figures', 'open_work'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy flow_all on %I to shouwang_flow using (true) with check (true)', t);
    execute format('create policy web_scope on %I to shouwang_web using (false)', t);
  end loop;
  -- In a subquery of its own the setting is read once a statement and not once a row.
  foreach t in array array['alert_figures', 'household_figures', 'open_work', 'alerts', 'tasks'] loop
    execute format('alter policy web_scope on %I using (
      county_code = any ((select nullif(current_setting(''shouwang.counties'', true), '''')::text[])::text[])
      and area_code ^@ any ((select nullif(current_setting(''shouwang.areas'', true), '''')::text[])::text[]))', t);
  end loop;
end $$;
--> statement-breakpoint
-- The triggers below run as the owner: who changes an alert may not write its figures by hand. They only add rows, so two who change
-- alerts of one county at once wait for nobody, where a counter would queue them until the other's commit.
create function count_alerts() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if tg_op = 'TRUNCATE' then
    delete from alert_figures;
    delete from open_work;
  elsif tg_op = 'INSERT' then
    insert into alert_figures (county_code, area_code, subject_kind, rule_id, class, severity, cause, state, alerts)
    select county_code, left(area_code, 6), subject_kind, rule_id, class, severity, cause, state, count(*) from changed group by 1, 2, 3, 4, 5, 6, 7, 8;
  elsif tg_op = 'DELETE' then
    insert into alert_figures (county_code, area_code, subject_kind, rule_id, class, severity, cause, state, alerts)
    select county_code, left(area_code, 6), subject_kind, rule_id, class, severity, cause, state, -count(*) from before group by 1, 2, 3, 4, 5, 6, 7, 8;
  else
    insert into alert_figures (county_code, area_code, subject_kind, rule_id, class, severity, cause, state, alerts)
    select county_code, left(area_code, 6), subject_kind, rule_id, class, severity, cause, state, sum(more)
    from (select 1 as more, * from changed union all select -1, * from before) c group by 1, 2, 3, 4, 5, 6, 7, 8 having sum(more) <> 0;
    update open_work w set county_code = c.county_code, area_code = c.area_code, severity = c.severity, class = c.class, cause = c.cause,
      state = c.state
    from changed c where w.alert_id = c.id and (w.county_code, w.area_code, w.severity, w.class, w.cause, w.state)
      is distinct from (c.county_code, c.area_code, c.severity, c.class, c.cause, c.state);
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger count_new_alerts after insert on alerts referencing new table as changed for each statement execute function count_alerts();
--> statement-breakpoint
create trigger count_changed_alerts after update on alerts referencing old table as before new table as changed for each statement
  execute function count_alerts();
--> statement-breakpoint
create trigger count_gone_alerts after delete on alerts referencing old table as before for each statement execute function count_alerts();
--> statement-breakpoint
create trigger count_no_alerts after truncate on alerts for each statement execute function count_alerts();
--> statement-breakpoint
create function count_households() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if tg_op = 'TRUNCATE' then
    delete from household_figures;
  elsif tg_op = 'INSERT' then
    insert into household_figures (county_code, area_code, households)
    select county_code, left(area_code, 6), count(*) from changed group by 1, 2;
  elsif tg_op = 'DELETE' then
    insert into household_figures (county_code, area_code, households)
    select county_code, left(area_code, 6), -count(*) from before group by 1, 2;
  else
    insert into household_figures (county_code, area_code, households)
    values (old.county_code, left(old.area_code, 6), -1), (new.county_code, left(new.area_code, 6), 1);
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger count_new_households after insert on households referencing new table as changed for each statement
  execute function count_households();
--> statement-breakpoint
create trigger count_moved_households after update on households for each row
  when ((old.county_code, left(old.area_code, 6)) is distinct from (new.county_code, left(new.area_code, 6))) execute function count_households();
--> statement-breakpoint
create trigger count_gone_households after delete on households referencing old table as before for each statement
  execute function count_households();
--> statement-breakpoint
create trigger count_no_households after truncate on households for each statement execute function count_households();
--> statement-breakpoint
-- Open work: an alert comes in with its task, follows its deadline, and goes when the task ends.
create function join_open_work() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if tg_op = 'DELETE' then
    delete from open_work w using before b where w.alert_id = b.alert_id;
    return null;
  end if;
  insert into open_work (alert_id, task_id, county_code, area_code, subject_kind, rule_id, class, severity, cause, state, due_at)
  select a.id, t.id, a.county_code, a.area_code, a.subject_kind, a.rule_id, a.class, a.severity, a.cause, a.state,
    case when t.suspended_at is null then case when t.state in ('waiting', 'dispatched', 'returned') then t.dispatch_due_at
      when t.state in ('assigned', 'accepted') then t.visit_due_at else t.confirm_due_at end end
  from changed c join alerts a on a.id = c.alert_id join tasks t on t.id = c.task_id
  where t.state in ('waiting', 'dispatched', 'assigned', 'accepted', 'submitted', 'confirmed', 'returned');
  return null;
end $$;
--> statement-breakpoint
create trigger join_open_work after insert on task_alerts referencing new table as changed for each statement execute function join_open_work();
--> statement-breakpoint
create trigger leave_open_work after delete on task_alerts referencing old table as before for each statement execute function join_open_work();
--> statement-breakpoint
create function follow_task() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if new.state in ('closed', 'cancelled') then
    delete from open_work where task_id = new.id;
  else
    update open_work set due_at = case when new.suspended_at is null then
      case when new.state in ('waiting', 'dispatched', 'returned') then new.dispatch_due_at
        when new.state in ('assigned', 'accepted') then new.visit_due_at else new.confirm_due_at end end where task_id = new.id;
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger follow_task after update on tasks for each row
  when ((old.state, old.suspended_at, old.dispatch_due_at, old.visit_due_at, old.confirm_due_at)
    is distinct from (new.state, new.suspended_at, new.dispatch_due_at, new.visit_due_at, new.confirm_due_at)) execute function follow_task();
--> statement-breakpoint
-- Adds the ledgers up to a row a kind, once they have grown long. Rows that others add meanwhile stand beside the sums; every reader
-- sees the same totals before and after.
create function fold_figures() returns void language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if (select count(*) from alert_figures) > 10000 then
    with gone as (delete from alert_figures returning *)
    insert into alert_figures (county_code, area_code, subject_kind, rule_id, class, severity, cause, state, alerts)
    select county_code, area_code, subject_kind, rule_id, class, severity, cause, state, sum(alerts) from gone
    group by 1, 2, 3, 4, 5, 6, 7, 8 having sum(alerts) <> 0;
  end if;
  if (select count(*) from household_figures) > 1000 then
    with gone as (delete from household_figures returning *)
    insert into household_figures (county_code, area_code, households)
    select county_code, area_code, sum(households) from gone group by 1, 2 having sum(households) <> 0;
  end if;
end $$;
--> statement-breakpoint
revoke all on function count_alerts(), count_households(), join_open_work(), follow_task(), fold_figures() from public;
--> statement-breakpoint
grant execute on function fold_figures() to shouwang_flow;
--> statement-breakpoint
insert into alert_figures (county_code, area_code, subject_kind, rule_id, class, severity, cause, state, alerts)
  select county_code, left(area_code, 6), subject_kind, rule_id, class, severity, cause, state, count(*) from alerts group by 1, 2, 3, 4, 5, 6, 7, 8;
--> statement-breakpoint
insert into household_figures (county_code, area_code, households) select county_code, left(area_code, 6), count(*) from households group by 1, 2;
--> statement-breakpoint
insert into open_work (alert_id, task_id, county_code, area_code, subject_kind, rule_id, class, severity, cause, state, due_at)
  select a.id, t.id, a.county_code, a.area_code, a.subject_kind, a.rule_id, a.class, a.severity, a.cause, a.state,
    case when t.suspended_at is null then case when t.state in ('waiting', 'dispatched', 'returned') then t.dispatch_due_at
      when t.state in ('assigned', 'accepted') then t.visit_due_at else t.confirm_due_at end end
  from task_alerts c join alerts a on a.id = c.alert_id join tasks t on t.id = c.task_id
  where t.state in ('waiting', 'dispatched', 'assigned', 'accepted', 'submitted', 'confirmed', 'returned');
