ALTER TABLE "visits" ADD COLUMN "origin" text DEFAULT 'phone' NOT NULL;--> statement-breakpoint
ALTER TABLE "visits" ADD COLUMN "entered_by" uuid;--> statement-breakpoint
CREATE INDEX "persons_by_name" ON "persons" USING btree (name collate "C");--> statement-breakpoint
-- Numbers that a clerk linked count as one person, for whoever may see one of them.
CREATE POLICY web_scope ON identity_links FOR SELECT TO shouwang_web USING (
  EXISTS (SELECT 1 FROM persons p WHERE p.id = person_id) OR EXISTS (SELECT 1 FROM persons p WHERE p.id = same_as_id));
--> statement-breakpoint
GRANT SELECT ON identity_links TO shouwang_web;
