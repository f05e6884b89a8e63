CREATE TABLE "phones" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"secret_hash" text,
	"first_seen_at" timestamp with time zone NOT NULL,
	"seen_at" timestamp with time zone NOT NULL,
	"synced_at" timestamp with time zone,
	"app_version" text NOT NULL,
	"unsent" integer DEFAULT 0 NOT NULL,
	"unsent_since" timestamp with time zone,
	"stuck" integer DEFAULT 0 NOT NULL,
	"photos" integer DEFAULT 0 NOT NULL,
	"storage_used" bigint,
	"storage_quota" bigint,
	"clock_ahead" integer,
	"lost_at" timestamp with time zone,
	"lost_by" uuid,
	"lost_reason" text,
	"ended_at" timestamp with time zone,
	"ended_because" text
);
--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "phone_id" uuid;--> statement-breakpoint
ALTER TABLE "phones" ADD CONSTRAINT "phones_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "phones" ADD CONSTRAINT "phones_lost_by_users_id_fk" FOREIGN KEY ("lost_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "phones_by_user" ON "phones" USING btree ("user_id","seen_at");--> statement-breakpoint
CREATE INDEX "kept_visits_by_county" ON "field_changes" USING btree ("county_code","received_at","id") WHERE visit is not null;
--> statement-breakpoint
-- by hand
grant select, insert, update, delete on phones to shouwang_flow;
--> statement-breakpoint
-- What a phone tells of itself comes in by see_phone alone.
grant select on phones to shouwang_web;
--> statement-breakpoint
alter table phones enable row level security;
--> statement-breakpoint
create policy flow_all on phones to shouwang_flow using (true) with check (true);
--> statement-breakpoint
-- One's own, and for who is responsible for the villages of its holder: which those are, the policy of user_areas says.
create policy web_scope on phones for select to shouwang_web using (user_id = shouwang_user()
  or exists (select 1 from user_areas a where a.user_id = phones.user_id));
--> statement-breakpoint
-- Writes down what the caller's phone tells of itself, and that this session is its. 'lost': nothing is written, and nothing may be
-- told to it. 'other': the id is another person's. A person has five phones at once; with a sixth the one seen longest ago has ended.
create function see_phone(told jsonb, at timestamptz, session text) returns text
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  me uuid := shouwang_user();
  mine uuid := (told ->> 'id')::uuid;
  known phones;
begin
  if me is null then return null; end if;
  select * into known from phones where id = mine;
  if known.user_id <> me then return 'other'; end if;
  if known.lost_at is not null then return 'lost'; end if;
  insert into phones as p (id, user_id, secret_hash, first_seen_at, seen_at, synced_at, app_version, unsent, unsent_since, stuck, photos,
      storage_used, storage_quota, clock_ahead)
    values (mine, me, told ->> 'secretHash', at, at, case when (told ->> 'isSync')::boolean then at end, told ->> 'version', (told ->> 'unsent')::int,
      (told ->> 'unsentSince')::timestamptz, (told ->> 'stuck')::int, (told ->> 'photos')::int, (told ->> 'used')::bigint,
      (told ->> 'quota')::bigint, (told ->> 'clockAhead')::int)
    on conflict (id) do update set secret_hash = coalesce(p.secret_hash, excluded.secret_hash), seen_at = excluded.seen_at,
      synced_at = coalesce(excluded.synced_at, p.synced_at), app_version = excluded.app_version, unsent = excluded.unsent,
      unsent_since = excluded.unsent_since, stuck = excluded.stuck, photos = excluded.photos, storage_used = excluded.storage_used,
      storage_quota = excluded.storage_quota, clock_ahead = excluded.clock_ahead, ended_at = null, ended_because = null
    where p.user_id = me and p.lost_at is null;
  update sessions set phone_id = mine where token_hash = session and user_id = me and phone_id is distinct from mine;
  if known.id is null then
    update phones set ended_at = at, ended_because = 'replaced' where user_id = me and ended_at is null and lost_at is null
      and id not in (select id from phones where user_id = me and ended_at is null and lost_at is null order by seen_at desc, id limit 5);
    delete from phones where user_id = me and lost_at is null and ended_at is not null
      and id not in (select id from phones where user_id = me order by seen_at desc, id limit 20);
  end if;
  return 'seen';
end
$$;
--> statement-breakpoint
revoke all on function see_phone(jsonb, timestamptz, text) from public;
--> statement-breakpoint
grant execute on function see_phone(jsonb, timestamptz, text) to shouwang_web;
