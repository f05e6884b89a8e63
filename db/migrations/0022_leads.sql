CREATE TABLE "visit_choices" (
	"visit_id" uuid NOT NULL,
	"field" text NOT NULL,
	"task_id" uuid NOT NULL,
	"county_code" text collate "C" NOT NULL,
	"area_code" text collate "C" NOT NULL,
	"chosen" text NOT NULL,
	"mine" jsonb,
	"theirs" jsonb,
	"chosen_by" uuid NOT NULL,
	"chosen_at" timestamp with time zone NOT NULL,
	CONSTRAINT "visit_choices_visit_id_field_pk" PRIMARY KEY("visit_id","field")
);
--> statement-breakpoint
ALTER TABLE "leads" ADD COLUMN "number" bigint NOT NULL GENERATED ALWAYS AS IDENTITY (sequence name "leads_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1);--> statement-breakpoint
ALTER TABLE "leads" ADD COLUMN "made_by" uuid;--> statement-breakpoint
ALTER TABLE "leads" ADD COLUMN "head_name" text;--> statement-breakpoint
ALTER TABLE "leads" ADD COLUMN "people" integer;--> statement-breakpoint
ALTER TABLE "leads" ADD COLUMN "phone_cipher" "bytea";--> statement-breakpoint
ALTER TABLE "leads" ADD COLUMN "address_cipher" "bytea";--> statement-breakpoint
ALTER TABLE "leads" ADD COLUMN "id_hash" "bytea";--> statement-breakpoint
ALTER TABLE "leads" ADD COLUMN "id_cipher" "bytea";--> statement-breakpoint
ALTER TABLE "leads" ADD COLUMN "id_masked" text;--> statement-breakpoint
ALTER TABLE "leads" ADD COLUMN "alert_id" uuid;--> statement-breakpoint
ALTER TABLE "leads" ADD COLUMN "task_id" uuid;--> statement-breakpoint
ALTER TABLE "leads" ADD COLUMN "linked_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "leads" ADD COLUMN "linked_by" uuid;--> statement-breakpoint
ALTER TABLE "leads" ADD COLUMN "register_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "leads" ADD COLUMN "register_by" uuid;--> statement-breakpoint
ALTER TABLE "field_changes" ADD COLUMN "clashes" jsonb;--> statement-breakpoint
ALTER TABLE "visit_choices" ADD CONSTRAINT "visit_choices_chosen_by_users_id_fk" FOREIGN KEY ("chosen_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "choices_by_task" ON "visit_choices" USING btree ("task_id");--> statement-breakpoint
CREATE UNIQUE INDEX "one_open_lead_alert_a_household" ON "alerts" USING btree ("household_id") WHERE state = 'open' and lead_id is not null;--> statement-breakpoint
CREATE INDEX "leads_by_task" ON "leads" USING btree ("task_id");--> statement-breakpoint
ALTER TABLE "leads" ADD CONSTRAINT "one_lead_a_number" UNIQUE("number");
--> statement-breakpoint
-- by hand
-- A lead opens its alert and its task in one act of a person's: the web role may add these, and nothing that the flow raises.
grant insert on alerts, tasks, task_alerts, cases to shouwang_web;
--> statement-breakpoint
create policy web_adds_leads_alerts on alerts as restrictive for insert to shouwang_web with check (lead_id is not null);
--> statement-breakpoint
create policy web_opens_leads_tasks on tasks as restrictive for insert to shouwang_web with check (origin_kind <> 'alert');
--> statement-breakpoint
create policy web_joins on task_alerts for insert to shouwang_web with check (exists (select 1 from tasks t where t.id = task_id)
  and exists (select 1 from alerts a where a.id = alert_id and a.lead_id is not null));
--> statement-breakpoint
-- A visit is never changed; only whose it was is filled in, once it is known.
grant update (household_id) on visits to shouwang_web;
--> statement-breakpoint
create policy web_finds_home on visits as restrictive for update to shouwang_web using (household_id is null) with check (true);
--> statement-breakpoint
grant select on visit_choices to shouwang_flow;
--> statement-breakpoint
-- What was chosen stays as it was chosen.
grant select, insert on visit_choices to shouwang_web;
--> statement-breakpoint
alter table visit_choices enable row level security;
--> statement-breakpoint
create policy flow_all on visit_choices to shouwang_flow using (true) with check (true);
--> statement-breakpoint
create policy web_scope on visit_choices for select to shouwang_web using (chosen_by = shouwang_user() or (
  county_code = any (nullif(current_setting('shouwang.counties', true), '')::text[])
  and area_code ^@ any (nullif(current_setting('shouwang.areas', true), '')::text[])));
--> statement-breakpoint
-- Of their own visits, wherever their area has moved since.
create policy web_chooses on visit_choices for insert to shouwang_web with check (chosen_by = shouwang_user() and exists (
  select 1 from field_changes c where c.id = visit_id and c.user_id = shouwang_user() and c.county_code = visit_choices.county_code));
--> statement-breakpoint
-- Who is responsible for the place sees what was kept, and where visits say two things.
drop policy web_scope on field_changes;
--> statement-breakpoint
create policy web_scope on field_changes for select to shouwang_web using (user_id = shouwang_user() or ((visit is not null or clashes is not null)
  and county_code = any (nullif(current_setting('shouwang.counties', true), '')::text[])
  and area_code ^@ any (nullif(current_setting('shouwang.areas', true), '')::text[])));
