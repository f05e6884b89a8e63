CREATE TABLE "near_numbers" (
	"reject_id" bigint NOT NULL,
	"batch_id" bigint NOT NULL,
	"id_hash" "bytea" NOT NULL,
	CONSTRAINT "near_numbers_reject_id_id_hash_pk" PRIMARY KEY("reject_id","id_hash")
);
--> statement-breakpoint
CREATE TABLE "refused_names" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "refused_names_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"id_hash" "bytea" NOT NULL,
	"name" text NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	"retracted_at" timestamp with time zone
);
--> statement-breakpoint
DROP INDEX "one_pair";--> statement-breakpoint
ALTER TABLE "identity_links" ALTER COLUMN "decided_by" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN "adds_to" bigint;--> statement-breakpoint
ALTER TABLE "rejects" ADD COLUMN "settled_by" bigint;--> statement-breakpoint
ALTER TABLE "candidate_pairs" ADD COLUMN "other_hash" "bytea";--> statement-breakpoint
ALTER TABLE "candidate_pairs" ADD COLUMN "other_masked" text;--> statement-breakpoint
ALTER TABLE "candidate_pairs" ADD COLUMN "reason" text;--> statement-breakpoint
ALTER TABLE "candidate_pairs" ADD COLUMN "result_batch_id" bigint;--> statement-breakpoint
ALTER TABLE "identity_links" ADD COLUMN "pair_id" uuid NOT NULL;--> statement-breakpoint
ALTER TABLE "touched_households" ADD COLUMN "cause" text;--> statement-breakpoint
ALTER TABLE "near_numbers" ADD CONSTRAINT "near_numbers_batch_id_batches_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."batches"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "near_numbers_by_id" ON "near_numbers" USING btree ("id_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "one_refusal_a_name" ON "refused_names" USING btree ("id_hash","name") WHERE retracted_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "one_link_a_pair" ON "identity_links" USING btree ("pair_id") WHERE retracted_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "one_pair" ON "candidate_pairs" USING btree ("kind","person_id",coalesce(other_id, 0),coalesce(batch_id, 0),coalesce(line, 0),coalesce(other_name, ''));--> statement-breakpoint
grant select, insert, update, delete on near_numbers, refused_names to shouwang_flow;
--> statement-breakpoint
grant usage on sequence refused_names_id_seq to shouwang_flow;
--> statement-breakpoint
revoke delete on refused_names from shouwang_flow;
--> statement-breakpoint
alter table near_numbers enable row level security;
--> statement-breakpoint
create policy flow_all on near_numbers to shouwang_flow using (true) with check (true);
--> statement-breakpoint
alter table refused_names enable row level security;
--> statement-breakpoint
create policy flow_all on refused_names to shouwang_flow using (true) with check (true);
