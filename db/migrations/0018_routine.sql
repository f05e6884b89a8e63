CREATE TABLE "care_agreements" (
	"id" uuid PRIMARY KEY NOT NULL,
	"household_id" bigint NOT NULL,
	"county_code" text collate "C" NOT NULL,
	"area_code" text collate "C" NOT NULL,
	"carer" text NOT NULL,
	"relation" text NOT NULL,
	"terms" text NOT NULL,
	"signed_on" date NOT NULL,
	"from_on" date NOT NULL,
	"until_on" date NOT NULL,
	"ended_on" date,
	"ended_why" text,
	"made_by" uuid NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"changed_by" uuid,
	"changed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "routine_members" (
	"id" uuid PRIMARY KEY NOT NULL,
	"group_id" text NOT NULL,
	"household_id" bigint NOT NULL,
	"county_code" text collate "C" NOT NULL,
	"area_code" text collate "C" NOT NULL,
	"risk" text NOT NULL,
	"origin" text NOT NULL,
	"carer_id" uuid,
	"since_on" date NOT NULL,
	"until_on" date,
	"why" text,
	"ended_why" text,
	"made_by" uuid,
	"ended_by" uuid,
	"made_at" timestamp with time zone NOT NULL,
	"changed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "routine_rounds" (
	"task_id" uuid PRIMARY KEY NOT NULL,
	"household_id" bigint NOT NULL,
	"county_code" text collate "C" NOT NULL,
	"area_code" text collate "C" NOT NULL,
	"groups" text[] NOT NULL,
	"risk" text NOT NULL,
	"visitors" text[] NOT NULL,
	"due_on" date NOT NULL,
	"last_seen_on" date
);
--> statement-breakpoint
CREATE TABLE "routine_starts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"group_id" text NOT NULL,
	"county_code" text collate "C" NOT NULL,
	"area_code" text collate "C" NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"started_by" uuid,
	"ended_at" timestamp with time zone,
	"ended_by" uuid
);
--> statement-breakpoint
DROP INDEX "ended_tasks_by_county";--> statement-breakpoint
ALTER TABLE "care_agreements" ADD CONSTRAINT "care_agreements_household_id_households_id_fk" FOREIGN KEY ("household_id") REFERENCES "public"."households"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "routine_members" ADD CONSTRAINT "routine_members_household_id_households_id_fk" FOREIGN KEY ("household_id") REFERENCES "public"."households"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "routine_members" ADD CONSTRAINT "routine_members_carer_id_users_id_fk" FOREIGN KEY ("carer_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "routine_rounds" ADD CONSTRAINT "routine_rounds_task_id_tasks_id_fk" FOREIGN KEY ("task_id") REFERENCES "public"."tasks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "care_agreements_by_household" ON "care_agreements" USING btree ("household_id");--> statement-breakpoint
CREATE INDEX "care_agreements_by_county" ON "care_agreements" USING btree ("county_code","until_on");--> statement-breakpoint
CREATE INDEX "routine_members_by_change" ON "routine_members" USING btree ("changed_at");--> statement-breakpoint
CREATE UNIQUE INDEX "one_running_membership_a_group_and_household" ON "routine_members" USING btree ("group_id","household_id") WHERE until_on is null;--> statement-breakpoint
CREATE INDEX "routine_members_by_household" ON "routine_members" USING btree ("household_id");--> statement-breakpoint
CREATE INDEX "routine_members_by_county" ON "routine_members" USING btree ("county_code","until_on","area_code","id");--> statement-breakpoint
CREATE INDEX "routine_rounds_by_due" ON "routine_rounds" USING btree ("county_code","due_on","area_code");--> statement-breakpoint
CREATE INDEX "routine_rounds_by_household" ON "routine_rounds" USING btree ("household_id");--> statement-breakpoint
CREATE UNIQUE INDEX "one_running_start_a_group_and_area" ON "routine_starts" USING btree ("group_id","area_code") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "routine_starts_by_county" ON "routine_starts" USING btree ("county_code");--> statement-breakpoint
CREATE INDEX "ended_tasks_by_county" ON "tasks" USING btree ("county_code","closed_at","id","area_code","kind") WHERE state in ('closed', 'cancelled');
--> statement-breakpoint
-- by hand
grant select, insert, update on routine_starts, routine_members, routine_rounds, care_agreements to shouwang_flow;
--> statement-breakpoint
-- What was begun, entered or signed ends; it is never deleted. Rounds are opened by the flow alone.
grant select, insert, update on routine_starts, routine_members, care_agreements to shouwang_web;
--> statement-breakpoint
grant select on routine_rounds to shouwang_web;
--> statement-breakpoint
do $$
declare t text;
begin
  foreach t in array array['routine_starts', 'routine_members', 'routine_rounds', 'care_agreements'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy flow_all on %I to shouwang_flow using (true) with check (true)', t);
    execute format('create policy web_scope on %I to shouwang_web using (
      county_code = any (nullif(current_setting(''shouwang.counties'', true), '''')::text[])
      and area_code ^@ any (nullif(current_setting(''shouwang.areas'', true), '''')::text[]))', t);
  end loop;
end $$;
--> statement-breakpoint
-- A county's start holds for its townships, whose officers are to know of it.
create policy web_above on routine_starts for select to shouwang_web using (
  county_code = any (nullif(current_setting('shouwang.counties', true), '')::text[])
  and exists (select 1 from unnest(nullif(current_setting('shouwang.areas', true), '')::text[]) as mine(code) where mine.code ^@ area_code));
--> statement-breakpoint
-- A volunteer learns of routine visits alone. They have no villages of their own, so what was once given to them is the only way to
-- where their finished visit belongs, and its county is not in their scope any more.
create or replace function place_of_task(wanted uuid) returns table (state text, assignee_id uuid, county_code text, area_code text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select t.state, t.assignee_id, t.county_code, t.area_code from tasks t
  where t.id = wanted
    and (t.kind = 'routine' or not exists (select 1 from users u where u.id = shouwang_user() and u.visitor_kind = 'volunteer'))
    and (t.county_code = any (nullif(current_setting('shouwang.counties', true), '')::text[])
      and t.area_code ^@ any (nullif(current_setting('shouwang.areas', true), '')::text[]) or exists (
      select 1 from audit_entries e where e.subject_kind = 'task' and e.subject_id = wanted::text and e.action = 'task.dispatch'
        and e.details ->> 'toId' = shouwang_user()::text))
$$;
--> statement-breakpoint
drop policy web_sends on field_changes;
--> statement-breakpoint
create policy web_sends on field_changes for insert to shouwang_web with check (user_id = shouwang_user()
  and (county_code = any (nullif(current_setting('shouwang.counties', true), '')::text[]) or exists (select 1 from place_of_task(task_id))));
