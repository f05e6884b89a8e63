CREATE TABLE "saved_views" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"name" text NOT NULL,
	"filter" text NOT NULL,
	"made_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
DROP INDEX "open_tasks_by_due";--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "acknowledged_note" text;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "dispatched_by" uuid;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "dispatched_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "before_dispatch" jsonb;--> statement-breakpoint
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "one_view_a_name" ON "saved_views" USING btree ("user_id","name");--> statement-breakpoint
CREATE INDEX "open_tasks_by_urgency" ON "tasks" USING btree ("county_code","severity",(case when state in ('waiting', 'dispatched', 'returned') then dispatch_due_at when state in ('assigned', 'accepted') then visit_due_at else confirm_due_at end),"id") WHERE state in ('waiting', 'dispatched', 'assigned', 'accepted', 'submitted', 'confirmed', 'returned');--> statement-breakpoint
grant select, insert, delete on saved_views to shouwang_flow;
--> statement-breakpoint
grant select, insert on saved_views to shouwang_web;
--> statement-breakpoint
alter table saved_views enable row level security;
--> statement-breakpoint
create policy flow_all on saved_views to shouwang_flow using (true) with check (true);
--> statement-breakpoint
-- A view is its maker's alone.
create policy web_own on saved_views to shouwang_web using (user_id = shouwang_user()) with check (user_id = shouwang_user());
