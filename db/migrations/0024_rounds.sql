ALTER TABLE "routine_rounds" ADD COLUMN "standing" text DEFAULT 'open' NOT NULL;--> statement-breakpoint
CREATE INDEX "open_rounds_by_due" ON "routine_rounds" USING btree ("county_code","due_on","task_id") WHERE standing = 'open';--> statement-breakpoint
CREATE INDEX "desk_tasks_by_urgency" ON "tasks" USING btree ("county_code","severity",(case when state in ('waiting', 'dispatched', 'returned') then dispatch_due_at when state in ('assigned', 'accepted') then visit_due_at else confirm_due_at end),"id") WHERE state in ('waiting', 'dispatched', 'assigned', 'accepted', 'submitted', 'confirmed', 'returned') and (kind <> 'routine' or state in ('returned', 'submitted', 'confirmed'));--> statement-breakpoint
CREATE INDEX "tasks_in_hand" ON "tasks" USING btree ("assignee_id") WHERE state in ('assigned', 'accepted') and kind <> 'routine';
--> statement-breakpoint
-- by hand
-- How a round's task stands is written beside the round, so that a county's late ones are a run of one index: asked of the tasks, 50,000
-- open rounds took 130 ms a page. Whoever moves a task may not write rounds, so the owner does.
create function standing_of_round(state text) returns text language sql immutable as $$
  select case when state in ('waiting', 'dispatched', 'assigned', 'accepted', 'returned') then 'open' when state = 'cancelled' then 'off' else 'gone' end
$$;
--> statement-breakpoint
create function mark_round() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update routine_rounds set standing = standing_of_round(new.state) where task_id = new.id and standing <> standing_of_round(new.state);
  return null;
end $$;
--> statement-breakpoint
create trigger mark_round after update of state on tasks for each row
  when (new.kind = 'routine' and new.state is distinct from old.state) execute function mark_round();
--> statement-breakpoint
create function mark_new_round() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  new.standing := coalesce((select standing_of_round(t.state) from tasks t where t.id = new.task_id), new.standing);
  return new;
end $$;
--> statement-breakpoint
create trigger mark_new_round before insert on routine_rounds for each row execute function mark_new_round();
--> statement-breakpoint
update routine_rounds r set standing = standing_of_round(t.state) from tasks t where t.id = r.task_id;
