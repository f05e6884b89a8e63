CREATE TABLE "silences" (
	"id" uuid PRIMARY KEY NOT NULL,
	"rule_id" text,
	"household_id" bigint,
	"county_code" text collate "C" NOT NULL,
	"area_code" text collate "C" NOT NULL,
	"reason" text NOT NULL,
	"from_at" timestamp with time zone NOT NULL,
	"until_at" timestamp with time zone NOT NULL,
	"made_by" uuid NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"ended_by" uuid
);
--> statement-breakpoint
CREATE TABLE "tickets" (
	"id" uuid PRIMARY KEY NOT NULL,
	"department" text NOT NULL,
	"dataset" text NOT NULL,
	"batch_id" bigint NOT NULL,
	"line" integer NOT NULL,
	"alert_id" uuid NOT NULL,
	"task_id" uuid NOT NULL,
	"visit_id" uuid,
	"county_code" text collate "C" NOT NULL,
	"area_code" text collate "C" NOT NULL,
	"outcome_code" text NOT NULL,
	"state" text NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"answer_code" text,
	"answer" text,
	"answered_at" timestamp with time zone,
	"answered_by" uuid,
	"version" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "absences" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"cover_id" uuid,
	"from_on" date NOT NULL,
	"until_on" date NOT NULL,
	"reason" text NOT NULL,
	"made_by" uuid NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "campaigns" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"county_code" text collate "C" NOT NULL,
	"area_code" text collate "C" NOT NULL,
	"alert_id" uuid,
	"reason" text NOT NULL,
	"condition" text,
	"draw_seed" text,
	"draw_share" double precision,
	"population" integer DEFAULT 0 NOT NULL,
	"picked" integer DEFAULT 0 NOT NULL,
	"began_at" timestamp with time zone NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"made_by" uuid,
	"ended_by" uuid,
	"version" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "draws" (
	"id" uuid PRIMARY KEY NOT NULL,
	"seed" text NOT NULL,
	"share" double precision NOT NULL,
	"from_at" timestamp with time zone NOT NULL,
	"until_at" timestamp with time zone NOT NULL,
	"population" integer NOT NULL,
	"picked" integer NOT NULL,
	"drawn_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "findings" ADD COLUMN "is_backlog" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "rule_versions" ADD COLUMN "origin" text DEFAULT 'shipped' NOT NULL;--> statement-breakpoint
ALTER TABLE "rule_versions" ADD COLUMN "note" text;--> statement-breakpoint
ALTER TABLE "rule_versions" ADD COLUMN "based_on" integer;--> statement-breakpoint
ALTER TABLE "rule_versions" ADD COLUMN "drafted_by" uuid;--> statement-breakpoint
ALTER TABLE "rule_versions" ADD COLUMN "drafted_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "rule_versions" ADD COLUMN "in_force_from" date;--> statement-breakpoint
ALTER TABLE "rule_versions" ADD COLUMN "published_by" uuid;--> statement-breakpoint
ALTER TABLE "rule_versions" ADD COLUMN "retired_by" uuid;--> statement-breakpoint
ALTER TABLE "rule_versions" ADD COLUMN "retired_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "rule_versions" ADD COLUMN "revision" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "campaign_id" uuid;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "suspended_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "extended_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "extension_reason" text;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "escalation_level" text;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "escalated_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "acknowledged_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "acknowledged_by" uuid;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "looks_at_id" uuid;--> statement-breakpoint
ALTER TABLE "absences" ADD CONSTRAINT "absences_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "absences" ADD CONSTRAINT "absences_cover_id_users_id_fk" FOREIGN KEY ("cover_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "silences_by_county" ON "silences" USING btree ("county_code","until_at");--> statement-breakpoint
CREATE UNIQUE INDEX "one_ticket_a_row_and_task" ON "tickets" USING btree ("task_id","batch_id","line");--> statement-breakpoint
CREATE INDEX "tickets_by_department" ON "tickets" USING btree ("department","state","due_at");--> statement-breakpoint
CREATE INDEX "tickets_by_county" ON "tickets" USING btree ("county_code","state");--> statement-breakpoint
CREATE INDEX "absences_by_user" ON "absences" USING btree ("user_id","from_on");--> statement-breakpoint
CREATE INDEX "campaigns_by_county" ON "campaigns" USING btree ("county_code","ended_at");--> statement-breakpoint
grant select, insert, update, delete on silences, tickets, absences, campaigns, draws to shouwang_flow;
--> statement-breakpoint
-- What was silenced, told, drawn or begun stays known: it ends, and is never deleted.
revoke delete on silences, tickets, absences, campaigns, draws from shouwang_flow;
--> statement-breakpoint
grant select, insert, update on silences, campaigns, absences to shouwang_web;
--> statement-breakpoint
grant select, update on tickets to shouwang_web;
--> statement-breakpoint
grant select on draws to shouwang_web;
--> statement-breakpoint
do $$
declare t text;
begin
  foreach t in array array['silences', 'tickets', 'absences', 'campaigns', 'draws'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy flow_all on %I to shouwang_flow using (true) with check (true)', t);
  end loop;
  foreach t in array array['silences', 'campaigns'] loop
    execute format('create policy web_scope on %I to shouwang_web using (
      county_code = any (nullif(current_setting(''shouwang.counties'', true), '''')::text[])
      and area_code ^@ any (nullif(current_setting(''shouwang.areas'', true), '''')::text[]))', t);
  end loop;
end $$;
--> statement-breakpoint
create policy web_scope on tickets to shouwang_web using (
  department = nullif(current_setting('shouwang.department', true), '')
  or (county_code = any (nullif(current_setting('shouwang.counties', true), '')::text[])
    and area_code ^@ any (nullif(current_setting('shouwang.areas', true), '')::text[])));
--> statement-breakpoint
create policy web_scope on absences to shouwang_web using (
  user_id = shouwang_user() or exists (select 1 from users u where u.id = user_id));
--> statement-breakpoint
create policy web_reads on draws for select to shouwang_web using (true);
