DROP INDEX "one_fact_a_key";--> statement-breakpoint
CREATE INDEX "facts_taken_back_by_key" ON "facts" USING btree ("natural_key") WHERE retracted_at is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "one_fact_a_key" ON "facts" USING btree ("natural_key","kind") WHERE retracted_at is null;