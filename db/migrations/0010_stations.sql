CREATE TABLE "station_people" (
	"id" uuid PRIMARY KEY NOT NULL,
	"station_id" uuid NOT NULL,
	"user_id" uuid,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"from_on" date NOT NULL,
	"until_on" date
);
--> statement-breakpoint
CREATE TABLE "stations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"county_code" text collate "C" NOT NULL,
	"area_code" text collate "C" NOT NULL,
	"address" text NOT NULL,
	"phone" text,
	"hours" text,
	"opened_on" date NOT NULL,
	"closed_on" date,
	"close_reason" text,
	"version" integer DEFAULT 1 NOT NULL,
	"changed_by" uuid,
	"changed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "address" text;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "device" text;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "blocked_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "blocked_reason" text;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "last_signed_in_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "station_people" ADD CONSTRAINT "station_people_station_id_stations_id_fk" FOREIGN KEY ("station_id") REFERENCES "public"."stations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "station_people" ADD CONSTRAINT "station_people_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stations" ADD CONSTRAINT "stations_area_code_areas_code_fk" FOREIGN KEY ("area_code") REFERENCES "public"."areas"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stations" ADD CONSTRAINT "stations_changed_by_users_id_fk" FOREIGN KEY ("changed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "station_people_by_station" ON "station_people" USING btree ("station_id");--> statement-breakpoint
CREATE INDEX "stations_by_county" ON "stations" USING btree ("county_code","area_code","id");--> statement-breakpoint
CREATE UNIQUE INDEX "one_open_station_a_name" ON "stations" USING btree ("area_code","name") WHERE closed_on is null;--> statement-breakpoint
CREATE INDEX "audit_by_action" ON "audit_entries" USING btree ("action","id");--> statement-breakpoint
CREATE INDEX "audit_by_time" ON "audit_entries" USING btree ("at");--> statement-breakpoint
-- Stations are the county's own to open, change and close; whoever worked there stays on record with a last day.
grant select, insert, update on stations, station_people to shouwang_flow, shouwang_web;
--> statement-breakpoint
alter table stations enable row level security;
--> statement-breakpoint
alter table station_people enable row level security;
--> statement-breakpoint
create policy flow_all on stations to shouwang_flow using (true) with check (true);
--> statement-breakpoint
create policy flow_all on station_people to shouwang_flow using (true) with check (true);
--> statement-breakpoint
create policy web_scope on stations to shouwang_web using (
  county_code = any ((select nullif(current_setting('shouwang.counties', true), '')::text[])::text[])
  and area_code ^@ any ((select nullif(current_setting('shouwang.areas', true), '')::text[])::text[]));
--> statement-breakpoint
create policy web_scope on station_people to shouwang_web using (exists (select 1 from stations s where s.id = station_id));
