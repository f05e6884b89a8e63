CREATE TABLE "attachment_pieces" (
	"attachment_id" uuid NOT NULL,
	"at" integer NOT NULL,
	"cipher" "bytea" NOT NULL,
	CONSTRAINT "attachment_pieces_attachment_id_at_pk" PRIMARY KEY("attachment_id","at")
);
--> statement-breakpoint
CREATE TABLE "attachments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"visit_id" uuid NOT NULL,
	"sender_id" uuid NOT NULL,
	"county_code" text collate "C" NOT NULL,
	"area_code" text collate "C" NOT NULL,
	"place" integer NOT NULL,
	"kind" text NOT NULL,
	"document" text,
	"witness" text,
	"taken_at" timestamp with time zone NOT NULL,
	"latitude" double precision,
	"longitude" double precision,
	"accuracy_metres" double precision,
	"bytes" integer NOT NULL,
	"sha256" text NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"look" text,
	"declared_at" timestamp with time zone NOT NULL,
	"received" integer DEFAULT 0 NOT NULL,
	"completed_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "attachment_pieces" ADD CONSTRAINT "attachment_pieces_attachment_id_attachments_id_fk" FOREIGN KEY ("attachment_id") REFERENCES "public"."attachments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attachments" ADD CONSTRAINT "attachments_sender_id_users_id_fk" FOREIGN KEY ("sender_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "attachments_by_visit" ON "attachments" USING btree ("visit_id");
--> statement-breakpoint
-- by hand
grant select, insert on attachments, attachment_pieces to shouwang_flow;
--> statement-breakpoint
grant select, insert on attachments to shouwang_web;
--> statement-breakpoint
grant update (received, completed_at) on attachments to shouwang_web;
--> statement-breakpoint
grant select, insert on attachment_pieces to shouwang_web;
--> statement-breakpoint
alter table attachments enable row level security;
--> statement-breakpoint
alter table attachment_pieces enable row level security;
--> statement-breakpoint
create policy flow_all on attachments to shouwang_flow using (true) with check (true);
--> statement-breakpoint
create policy flow_all on attachment_pieces to shouwang_flow using (true) with check (true);
--> statement-breakpoint
-- The sender's own, wherever their area has moved since, and for who is responsible for the place those of their visits.
create policy web_scope on attachments for select to shouwang_web using (sender_id = shouwang_user()
  or (county_code = any (nullif(current_setting('shouwang.counties', true), '')::text[])
    and area_code ^@ any (nullif(current_setting('shouwang.areas', true), '')::text[])));
--> statement-breakpoint
-- Of a visit that was kept its sender may be out of the county by now, as whoever stood in and every volunteer is.
create policy web_declares on attachments for insert to shouwang_web with check (sender_id = shouwang_user()
  and (county_code = any (nullif(current_setting('shouwang.counties', true), '')::text[]) or exists (
    select 1 from field_changes c where c.id = visit_id and c.user_id = shouwang_user() and c.county_code = attachments.county_code)));
--> statement-breakpoint
-- Whoever declared it sends it; once it is whole, nobody changes it any more.
create policy web_sends on attachments for update to shouwang_web using (sender_id = shouwang_user() and completed_at is null)
  with check (sender_id = shouwang_user());
--> statement-breakpoint
create policy web_scope on attachment_pieces for select to shouwang_web
  using (exists (select 1 from attachments a where a.id = attachment_id));
--> statement-breakpoint
create policy web_sends on attachment_pieces for insert to shouwang_web with check (exists (
  select 1 from attachments a where a.id = attachment_id and a.sender_id = shouwang_user() and a.completed_at is null));
--> statement-breakpoint
-- Of what turns out not to be what was declared nothing is kept. Only its sender comes here, and never to what is whole.
create function discard_pieces(wanted uuid) returns void language sql security definer set search_path = pg_catalog, public, pg_temp as $$
  delete from attachment_pieces p using attachments a
    where p.attachment_id = wanted and a.id = wanted and a.sender_id = shouwang_user() and a.completed_at is null;
  update attachments set received = 0 where id = wanted and sender_id = shouwang_user() and completed_at is null
$$;
--> statement-breakpoint
revoke all on function discard_pieces(uuid) from public;
--> statement-breakpoint
grant execute on function discard_pieces(uuid) to shouwang_web;
