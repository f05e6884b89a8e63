CREATE TABLE "training_runs" (
	"user_id" uuid NOT NULL,
	"scene" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"passed_at" timestamp with time zone,
	CONSTRAINT "training_runs_user_id_scene_pk" PRIMARY KEY("user_id","scene")
);
--> statement-breakpoint
ALTER TABLE "training_runs" ADD CONSTRAINT "training_runs_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
grant select, insert, update on training_runs to shouwang_flow;
--> statement-breakpoint
-- A request begins a scene for its own caller; that somebody passed, only the flow role writes, and nobody deletes.
grant select, insert (user_id, scene, started_at), update (started_at) on training_runs to shouwang_web;
--> statement-breakpoint
alter table training_runs enable row level security;
--> statement-breakpoint
create policy flow_all on training_runs to shouwang_flow using (true) with check (true);
--> statement-breakpoint
create policy web_scope on training_runs for select to shouwang_web using (
  user_id = shouwang_user() or exists (select 1 from users u where u.id = user_id));
--> statement-breakpoint
create policy web_starts on training_runs for insert to shouwang_web with check (user_id = shouwang_user());
--> statement-breakpoint
create policy web_restarts on training_runs for update to shouwang_web using (user_id = shouwang_user());
--> statement-breakpoint
-- Staff have no villages of their own: they are seen by whoever holds an area of their body, or one around it.
create policy web_staff on users for select to shouwang_web using (body_key in (
  select b.body_key from body_areas b where b.area_code ^@ any (nullif(current_setting('shouwang.areas', true), '')::text[])));
