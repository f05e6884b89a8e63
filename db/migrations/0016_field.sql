CREATE TABLE "field_changes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"task_id" uuid NOT NULL,
	"county_code" text collate "C" NOT NULL,
	"area_code" text collate "C" NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"outcome" text NOT NULL,
	"kept_because" text,
	"visit" jsonb
);
--> statement-breakpoint
ALTER TABLE "field_changes" ADD CONSTRAINT "field_changes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "kept_visits_by_task" ON "field_changes" USING btree ("task_id");
--> statement-breakpoint
grant select on field_changes to shouwang_flow;
--> statement-breakpoint
-- What was sent is never changed and never taken away.
grant select, insert on field_changes to shouwang_web;
--> statement-breakpoint
alter table field_changes enable row level security;
--> statement-breakpoint
create policy flow_all on field_changes to shouwang_flow using (true) with check (true);
--> statement-breakpoint
-- The sender's own, and for who is responsible for the place the visits that were kept.
create policy web_scope on field_changes for select to shouwang_web using (user_id = shouwang_user() or (visit is not null
  and county_code = any (nullif(current_setting('shouwang.counties', true), '')::text[])
  and area_code ^@ any (nullif(current_setting('shouwang.areas', true), '')::text[])));
--> statement-breakpoint
create policy web_sends on field_changes for insert to shouwang_web with check (user_id = shouwang_user()
  and county_code = any (nullif(current_setting('shouwang.counties', true), '')::text[]));
--> statement-breakpoint
-- Somebody who stood in loses sight of a village the moment its task goes to another; where their finished visit belongs must still be
-- known: to whom it was once given, as the log says, and to nobody else outside their villages. Nothing of persons.
create function place_of_task(wanted uuid) returns table (state text, assignee_id uuid, county_code text, area_code text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select t.state, t.assignee_id, t.county_code, t.area_code from tasks t
  where t.id = wanted and t.county_code = any (nullif(current_setting('shouwang.counties', true), '')::text[])
    and (t.area_code ^@ any (nullif(current_setting('shouwang.areas', true), '')::text[]) or exists (
      select 1 from audit_entries e where e.subject_kind = 'task' and e.subject_id = wanted::text and e.action = 'task.dispatch'
        and e.details ->> 'toId' = shouwang_user()::text))
$$;
--> statement-breakpoint
revoke all on function place_of_task(uuid) from public;
--> statement-breakpoint
grant execute on function place_of_task(uuid) to shouwang_web;
