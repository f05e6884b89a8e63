CREATE TABLE "visit_attempts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"task_id" uuid NOT NULL,
	"household_id" bigint,
	"county_code" text collate "C" NOT NULL,
	"area_code" text collate "C" NOT NULL,
	"visitor_id" uuid NOT NULL,
	"attempted_at" timestamp with time zone NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"why" text NOT NULL,
	"note" text,
	"latitude" double precision,
	"longitude" double precision,
	"accuracy_metres" double precision
);
--> statement-breakpoint
ALTER TABLE "visit_attempts" ADD CONSTRAINT "visit_attempts_task_id_tasks_id_fk" FOREIGN KEY ("task_id") REFERENCES "public"."tasks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visit_attempts" ADD CONSTRAINT "visit_attempts_visitor_id_users_id_fk" FOREIGN KEY ("visitor_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "visit_attempts_by_task" ON "visit_attempts" USING btree ("task_id");--> statement-breakpoint
CREATE INDEX "visit_attempts_by_household" ON "visit_attempts" USING btree ("household_id");
--> statement-breakpoint
-- by hand
grant select, insert on visit_attempts to shouwang_flow;
--> statement-breakpoint
-- What was noted is never changed and never taken away.
grant select, insert on visit_attempts to shouwang_web;
--> statement-breakpoint
alter table visit_attempts enable row level security;
--> statement-breakpoint
create policy flow_all on visit_attempts to shouwang_flow using (true) with check (true);
--> statement-breakpoint
create policy web_scope on visit_attempts to shouwang_web using (
  county_code = any (nullif(current_setting('shouwang.counties', true), '')::text[])
  and area_code ^@ any (nullif(current_setting('shouwang.areas', true), '')::text[]));
