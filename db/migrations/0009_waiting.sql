CREATE TABLE "waiting_findings" (
	"id" bigint PRIMARY KEY NOT NULL,
	"rule_id" text NOT NULL,
	"household_id" bigint NOT NULL,
	"county_code" text collate "C" NOT NULL,
	"area_code" text collate "C" NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" bigint NOT NULL,
	"event_key" text NOT NULL,
	"since_on" date NOT NULL,
	"found_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "waiting_findings_by_county" ON "waiting_findings" USING btree ("county_code");--> statement-breakpoint
CREATE INDEX "waiting_findings_by_household" ON "waiting_findings" USING btree ("household_id");--> statement-breakpoint
CREATE INDEX "waiting_findings_by_subject" ON "waiting_findings" USING btree ("rule_id","subject_kind","subject_id");--> statement-breakpoint
grant select on waiting_findings to shouwang_flow, shouwang_web;
--> statement-breakpoint
alter table waiting_findings enable row level security;
--> statement-breakpoint
create policy flow_all on waiting_findings to shouwang_flow using (true) with check (true);
--> statement-breakpoint
create policy web_scope on waiting_findings to shouwang_web using (
  county_code = any ((select nullif(current_setting('shouwang.counties', true), '')::text[])::text[])
  and area_code ^@ any ((select nullif(current_setting('shouwang.areas', true), '')::text[])::text[]));
--> statement-breakpoint
create function queue_findings() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if tg_op = 'TRUNCATE' then
    delete from waiting_findings;
    return null;
  end if;
  delete from waiting_findings where id = old.id;
  if tg_op = 'UPDATE' and new.is_backlog and new.ended_at is null then
    insert into waiting_findings (id, rule_id, household_id, county_code, area_code, subject_kind, subject_id, event_key, since_on, found_at)
    select new.id, new.rule_id, h.id, h.county_code, h.area_code, new.subject_kind, new.subject_id, new.event_key, new.since_on, new.found_at
    from households h where h.id = new.household_id and not exists (select 1 from alerts a
      where a.rule_id = new.rule_id and a.subject_kind = new.subject_kind and a.subject_id = new.subject_id);
  end if;
  return null;
end $$;
--> statement-breakpoint
create function queue_new_findings() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into waiting_findings (id, rule_id, household_id, county_code, area_code, subject_kind, subject_id, event_key, since_on, found_at)
  select f.id, f.rule_id, h.id, h.county_code, h.area_code, f.subject_kind, f.subject_id, f.event_key, f.since_on, f.found_at
  from changed f join households h on h.id = f.household_id where f.is_backlog and f.ended_at is null and not exists (select 1 from alerts a
    where a.rule_id = f.rule_id and a.subject_kind = f.subject_kind and a.subject_id = f.subject_id);
  return null;
end $$;
--> statement-breakpoint
create trigger queue_new_findings after insert on findings referencing new table as changed for each statement execute function queue_new_findings();
--> statement-breakpoint
-- A finding that is none of the backlog is not looked at.
create trigger queue_changed_findings after update on findings for each row
  when (old.is_backlog and (old.ended_at, old.since_on) is distinct from (new.ended_at, new.since_on)) execute function queue_findings();
--> statement-breakpoint
create trigger queue_gone_findings after delete on findings for each row when (old.is_backlog) execute function queue_findings();
--> statement-breakpoint
create trigger queue_no_findings after truncate on findings for each statement execute function queue_findings();
--> statement-breakpoint
create function leave_queue() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if tg_table_name = 'alerts' then
    delete from waiting_findings w using changed a
    where a.rule_id = w.rule_id and a.subject_kind = w.subject_kind and a.subject_id = w.subject_id;
  else
    update waiting_findings set county_code = new.county_code, area_code = new.area_code where household_id = new.id;
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger leave_queue after insert on alerts referencing new table as changed for each statement execute function leave_queue();
--> statement-breakpoint
create trigger queue_moved_households after update on households for each row
  when ((old.county_code, old.area_code) is distinct from (new.county_code, new.area_code)) execute function leave_queue();
--> statement-breakpoint
revoke all on function queue_findings(), queue_new_findings(), leave_queue() from public;
--> statement-breakpoint
insert into waiting_findings (id, rule_id, household_id, county_code, area_code, subject_kind, subject_id, event_key, since_on, found_at)
  select f.id, f.rule_id, h.id, h.county_code, h.area_code, f.subject_kind, f.subject_id, f.event_key, f.since_on, f.found_at
  from findings f join households h on h.id = f.household_id where f.is_backlog and f.ended_at is null and not exists (select 1 from alerts a
    where a.rule_id = f.rule_id and a.subject_kind = f.subject_kind and a.subject_id = f.subject_id);
