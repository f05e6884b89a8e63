DROP INDEX "facts_by_subject";--> statement-breakpoint
DROP INDEX "memberships_by_person";--> statement-breakpoint
CREATE INDEX "facts_in_force_by_subject" ON "facts" USING btree ("subject_id","on_date","amount","kind","subject_kind") WHERE retracted_at is null;--> statement-breakpoint
CREATE INDEX "memberships_by_person" ON "memberships" USING btree ("person_id","from_on" DESC NULLS FIRST,"batch_id" DESC NULLS FIRST,"line" DESC NULLS FIRST,"household_id","retracted_at");
--> statement-breakpoint
-- An index answers alone only for pages that a vacuum has found all visible: after every month's delivery, not after every fifth.
alter table memberships set (autovacuum_vacuum_insert_scale_factor = 0.05);
--> statement-breakpoint
do $$
declare
  part regclass;
begin
  for part in select inhrelid::regclass from pg_inherits where inhparent = 'facts'::regclass loop
    execute format('alter table %s set (autovacuum_vacuum_insert_scale_factor = 0.05)', part);
  end loop;
end $$;
