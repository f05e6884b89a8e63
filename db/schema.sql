-- The schema, generated from a migrated database by npm run db:schema. Do not edit: change db/schema/ and add a migration.
-- Not in it: one partition of facts a fact kind and one column of household_indicators an indicator, which the start adds from rules/.
CREATE OR REPLACE FUNCTION count_alerts()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  if tg_op = 'TRUNCATE' then
    delete from alert_figures;
    delete from open_work;
  elsif tg_op = 'INSERT' then
    insert into alert_figures (county_code, area_code, subject_kind, rule_id, class, severity, cause, state, alerts)
    select county_code, left(area_code, 6), subject_kind, rule_id, class, severity, cause, state, count(*) from changed group by 1, 2, 3, 4, 5, 6, 7, 8;
  elsif tg_op = 'DELETE' then
    insert into alert_figures (county_code, area_code, subject_kind, rule_id, class, severity, cause, state, alerts)
    select county_code, left(area_code, 6), subject_kind, rule_id, class, severity, cause, state, -count(*) from before group by 1, 2, 3, 4, 5, 6, 7, 8;
  else
    insert into alert_figures (county_code, area_code, subject_kind, rule_id, class, severity, cause, state, alerts)
    select county_code, left(area_code, 6), subject_kind, rule_id, class, severity, cause, state, sum(more)
    from (select 1 as more, * from changed union all select -1, * from before) c group by 1, 2, 3, 4, 5, 6, 7, 8 having sum(more) <> 0;
    update open_work w set county_code = c.county_code, area_code = c.area_code, severity = c.severity, class = c.class, cause = c.cause,
      state = c.state
    from changed c where w.alert_id = c.id and (w.county_code, w.area_code, w.severity, w.class, w.cause, w.state)
      is distinct from (c.county_code, c.area_code, c.severity, c.class, c.cause, c.state);
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION count_households()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  if tg_op = 'TRUNCATE' then
    delete from household_figures;
  elsif tg_op = 'INSERT' then
    insert into household_figures (county_code, area_code, households)
    select county_code, left(area_code, 6), count(*) from changed group by 1, 2;
  elsif tg_op = 'DELETE' then
    insert into household_figures (county_code, area_code, households)
    select county_code, left(area_code, 6), -count(*) from before group by 1, 2;
  else
    insert into household_figures (county_code, area_code, households)
    values (old.county_code, left(old.area_code, 6), -1), (new.county_code, left(new.area_code, 6), 1);
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION discard_pieces(wanted uuid)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  delete from attachment_pieces p using attachments a
    where p.attachment_id = wanted and a.id = wanted and a.sender_id = shouwang_user() and a.completed_at is null;
  update attachments set received = 0 where id = wanted and sender_id = shouwang_user() and completed_at is null
$function$;

CREATE OR REPLACE FUNCTION fold_figures()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare since timestamptz := (select max(now) from cycles where status = 'running');
begin
  if (select count(*) from alert_figures) > 10000 then
    with gone as (delete from alert_figures returning *)
    insert into alert_figures (county_code, area_code, subject_kind, rule_id, class, severity, cause, state, alerts)
    select county_code, area_code, subject_kind, rule_id, class, severity, cause, state, sum(alerts) from gone
    group by 1, 2, 3, 4, 5, 6, 7, 8 having sum(alerts) <> 0;
  end if;
  if (select count(*) from household_figures) > 1000 then
    with gone as (delete from household_figures returning *)
    insert into household_figures (county_code, area_code, households)
    select county_code, area_code, sum(households) from gone group by 1, 2 having sum(households) <> 0;
  end if;
  if since is not null then
    with raised as (
      select a.id from (select distinct county_code from open_work) c cross join unnest(array['red', 'orange', 'yellow', 'blue']) s(name)
      cross join lateral (select id from alerts where county_code = c.county_code and severity = s.name and state = 'open' and raised_at >= since) a),
    now_due as (
      select w.alert_id, t.state, case when t.suspended_at is null then case when t.state in ('waiting', 'dispatched', 'returned')
        then t.dispatch_due_at when t.state in ('assigned', 'accepted') then t.visit_due_at else t.confirm_due_at end end as due_at
      from raised r join open_work w on w.alert_id = r.id join tasks t on t.id = w.task_id),
    gone as (delete from open_work w using now_due d where d.alert_id = w.alert_id and d.state in ('closed', 'cancelled'))
    update open_work w set due_at = d.due_at from now_due d
    where d.alert_id = w.alert_id and d.state not in ('closed', 'cancelled') and d.due_at is distinct from w.due_at;
  end if;
end $function$;

CREATE OR REPLACE FUNCTION follow_task()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  if new.state in ('closed', 'cancelled') then
    delete from open_work where task_id = new.id;
  else
    update open_work set due_at = case when new.suspended_at is null then
      case when new.state in ('waiting', 'dispatched', 'returned') then new.dispatch_due_at
        when new.state in ('assigned', 'accepted') then new.visit_due_at else new.confirm_due_at end end where task_id = new.id;
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION join_open_work()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  if tg_op = 'DELETE' then
    delete from open_work w using before b where w.alert_id = b.alert_id;
    return null;
  end if;
  insert into open_work (alert_id, task_id, county_code, area_code, subject_kind, rule_id, class, severity, cause, state, due_at)
  select a.id, t.id, a.county_code, a.area_code, a.subject_kind, a.rule_id, a.class, a.severity, a.cause, a.state,
    case when t.suspended_at is null then case when t.state in ('waiting', 'dispatched', 'returned') then t.dispatch_due_at
      when t.state in ('assigned', 'accepted') then t.visit_due_at else t.confirm_due_at end end
  from changed c join alerts a on a.id = c.alert_id join tasks t on t.id = c.task_id
  where t.state in ('waiting', 'dispatched', 'assigned', 'accepted', 'submitted', 'confirmed', 'returned');
  return null;
end $function$;

CREATE OR REPLACE FUNCTION leave_queue()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  if tg_table_name = 'alerts' then
    delete from waiting_findings w using changed a
    where a.rule_id = w.rule_id and a.subject_kind = w.subject_kind and a.subject_id = w.subject_id;
  else
    update waiting_findings set county_code = new.county_code, area_code = new.area_code where household_id = new.id;
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION left_household(person bigint, household bigint)
 RETURNS date
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  SELECT CASE WHEN n.household_id <> household THEN n.from_on END FROM (
    SELECT household_id, from_on FROM memberships WHERE person_id = person AND retracted_at IS NULL
    ORDER BY from_on DESC, batch_id DESC, line DESC LIMIT 1) n
$function$;

CREATE OR REPLACE FUNCTION mark_new_round()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  new.standing := coalesce((select standing_of_round(t.state) from tasks t where t.id = new.task_id), new.standing);
  return new;
end $function$;

CREATE OR REPLACE FUNCTION mark_round()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  update routine_rounds set standing = standing_of_round(new.state) where task_id = new.id and standing <> standing_of_round(new.state);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION new_id(at timestamp with time zone)
 RETURNS uuid
 LANGUAGE sql
 PARALLEL SAFE
AS $function$
  select encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
    placing substring(int8send((extract(epoch from at) * 1000)::bigint) from 3) from 1 for 6), 52, 1), 53, 1), 'hex')::uuid
$function$;

CREATE OR REPLACE FUNCTION place_of_task(wanted uuid)
 RETURNS TABLE(state text, assignee_id uuid, county_code text, area_code text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  select t.state, t.assignee_id, t.county_code, t.area_code from tasks t
  where t.id = wanted
    and (t.kind = 'routine' or not exists (select 1 from users u where u.id = shouwang_user() and u.visitor_kind = 'volunteer'))
    and (t.county_code = any (nullif(current_setting('shouwang.counties', true), '')::text[])
      and t.area_code ^@ any (nullif(current_setting('shouwang.areas', true), '')::text[]) or exists (
      select 1 from audit_entries e where e.subject_kind = 'task' and e.subject_id = wanted::text and e.action = 'task.dispatch'
        and e.details ->> 'toId' = shouwang_user()::text))
$function$;

CREATE OR REPLACE FUNCTION queue_findings()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  if tg_op = 'TRUNCATE' then
    delete from waiting_findings;
    return null;
  end if;
  delete from waiting_findings where id = old.id;
  if tg_op = 'UPDATE' and new.is_backlog and new.ended_at is null then
    insert into waiting_findings (id, rule_id, household_id, county_code, area_code, subject_kind, subject_id, event_key, since_on, found_at)
    select new.id, new.rule_id, h.id, h.county_code, h.area_code, new.subject_kind, new.subject_id, new.event_key, new.since_on, new.found_at
    from households h where h.id = new.household_id and not exists (select 1 from alerts a
      where a.rule_id = new.rule_id and a.subject_kind = new.subject_kind and a.subject_id = new.subject_id);
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION queue_new_findings()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  insert into waiting_findings (id, rule_id, household_id, county_code, area_code, subject_kind, subject_id, event_key, since_on, found_at)
  select f.id, f.rule_id, h.id, h.county_code, h.area_code, f.subject_kind, f.subject_id, f.event_key, f.since_on, f.found_at
  from changed f join households h on h.id = f.household_id where f.is_backlog and f.ended_at is null and not exists (select 1 from alerts a
    where a.rule_id = f.rule_id and a.subject_kind = f.subject_kind and a.subject_id = f.subject_id);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION refresh_statistics()
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
  stale record;
  counted integer := 0;
begin
  for stale in select c.oid::regclass as name from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      and pg_relation_size(c.oid) > 8192 * (c.relpages * 1.33 + 4)
  loop
    execute format('analyze %s', stale.name);
    counted := counted + 1;
  end loop;
  return counted;
end $function$;

CREATE OR REPLACE FUNCTION see_phone(told jsonb, at timestamp with time zone, session text)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION shouwang_user()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
  select nullif(current_setting('shouwang.user', true), '')::uuid
$function$;

CREATE OR REPLACE FUNCTION standing_of_round(state text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select case when state in ('waiting', 'dispatched', 'assigned', 'accepted', 'returned') then 'open' when state = 'cancelled' then 'off' else 'gone' end
$function$;

grant usage on schema public to shouwang_flow;
grant usage on schema public to shouwang_web;

create table absences (
  id uuid not null,
  user_id uuid not null,
  cover_id uuid,
  from_on date not null,
  until_on date not null,
  reason text not null,
  made_by uuid not null,
  made_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint absences_pkey PRIMARY KEY (id),
  constraint absences_cover_id_users_id_fk FOREIGN KEY (cover_id) REFERENCES users(id),
  constraint absences_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id)
);
create index absences_by_user ON absences USING btree (user_id, from_on);
alter table absences enable row level security;
create policy flow_all on absences to shouwang_flow using (true) with check (true);
create policy web_scope on absences to shouwang_web using (((user_id = shouwang_user()) OR (EXISTS ( SELECT 1
   FROM users u
  WHERE (u.id = absences.user_id)))));
grant insert, select, update on absences to shouwang_flow;
grant insert, select, update on absences to shouwang_web;

create table alert_evidence (
  id bigint generated always as identity not null,
  alert_id uuid not null,
  county_code text collate "C" not null,
  area_code text collate "C" not null,
  indicator text not null,
  kind text not null,
  batch_id bigint not null,
  line integer not null,
  on_date date not null,
  until_date date,
  amount bigint,
  code text,
  person_id bigint,
  constraint alert_evidence_pkey PRIMARY KEY (id),
  constraint alert_evidence_alert_id_alerts_id_fk FOREIGN KEY (alert_id) REFERENCES alerts(id)
);
create index evidence_by_alert ON alert_evidence USING btree (alert_id);
alter table alert_evidence enable row level security;
create policy flow_all on alert_evidence to shouwang_flow using (true) with check (true);
create policy web_scope on alert_evidence to shouwang_web using (((county_code = ANY (( SELECT (NULLIF(current_setting('shouwang.counties'::text, true), ''::text))::text[] AS "nullif")::text[])) AND (area_code ^@ ANY (( SELECT (NULLIF(current_setting('shouwang.areas'::text, true), ''::text))::text[] AS "nullif")::text[]))));
grant delete, insert, select, update on alert_evidence to shouwang_flow;
grant select on alert_evidence to shouwang_web;
grant usage on sequence alert_evidence_id_seq to shouwang_flow;
grant usage on sequence alert_evidence_id_seq to shouwang_web;

create table alert_figures (
  id bigint generated always as identity not null,
  county_code text collate "C" not null,
  area_code text collate "C" not null,
  subject_kind text not null,
  rule_id text,
  class text not null,
  severity text not null,
  cause text,
  state text not null,
  alerts bigint not null,
  constraint alert_figures_pkey PRIMARY KEY (id)
);
create index alert_figures_by_county ON alert_figures USING btree (county_code);
alter table alert_figures enable row level security;
create policy flow_all on alert_figures to shouwang_flow using (true) with check (true);
create policy web_scope on alert_figures to shouwang_web using (((county_code = ANY (( SELECT (NULLIF(current_setting('shouwang.counties'::text, true), ''::text))::text[] AS "nullif")::text[])) AND (area_code ^@ ANY (( SELECT (NULLIF(current_setting('shouwang.areas'::text, true), ''::text))::text[] AS "nullif")::text[]))));
grant select on alert_figures to shouwang_flow;
grant select on alert_figures to shouwang_web;

create table alerts (
  id uuid not null,
  rule_version_id bigint,
  lead_id uuid,
  finding_id bigint,
  rule_id text,
  subject_kind text not null,
  subject_id bigint not null,
  event_key text not null,
  household_id bigint,
  case_id uuid,
  county_code text collate "C" not null,
  area_code text collate "C" not null,
  class text not null,
  severity text not null,
  cause text,
  state text not null,
  raised_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  end_reason text,
  cool_until timestamp with time zone,
  "values" jsonb not null,
  version integer default 1 not null,
  constraint alerts_pkey PRIMARY KEY (id),
  constraint a_rule_or_a_lead CHECK (((rule_version_id IS NULL) <> (lead_id IS NULL))),
  constraint alerts_case_id_cases_id_fk FOREIGN KEY (case_id) REFERENCES cases(id),
  constraint alerts_lead_id_leads_id_fk FOREIGN KEY (lead_id) REFERENCES leads(id)
);
create index alerts_by_county ON alerts USING btree (county_code, severity, raised_at, id);
create index alerts_by_episode ON alerts USING btree (rule_id, subject_kind, subject_id, event_key);
create index alerts_by_household ON alerts USING btree (household_id);
create index ended_alerts_by_county ON alerts USING btree (county_code, ended_at) WHERE (ended_at IS NOT NULL);
create unique index one_open_alert_a_subject ON alerts USING btree (rule_id, subject_kind, subject_id) WHERE (state = 'open'::text);
create unique index one_open_lead_alert_a_household ON alerts USING btree (household_id) WHERE ((state = 'open'::text) AND (lead_id IS NOT NULL));
create index open_alerts_by_county ON alerts USING btree (county_code, severity, raised_at, id) WHERE (state = 'open'::text);
alter table alerts enable row level security;
create policy flow_all on alerts to shouwang_flow using (true) with check (true);
create policy web_adds_leads_alerts on alerts as restrictive for insert to shouwang_web with check ((lead_id IS NOT NULL));
create policy web_scope on alerts to shouwang_web using (((county_code = ANY (( SELECT (NULLIF(current_setting('shouwang.counties'::text, true), ''::text))::text[] AS "nullif")::text[])) AND (area_code ^@ ANY (( SELECT (NULLIF(current_setting('shouwang.areas'::text, true), ''::text))::text[] AS "nullif")::text[]))));
grant insert, select, update on alerts to shouwang_flow;
grant insert, select, update on alerts to shouwang_web;

create table api_keys (
  id uuid not null,
  department text not null,
  label text not null,
  key_hash text not null,
  created_at timestamp with time zone not null,
  created_by uuid,
  revoked_at timestamp with time zone,
  last_used_at timestamp with time zone,
  constraint api_keys_pkey PRIMARY KEY (id),
  constraint one_key_a_hash UNIQUE (key_hash)
);
alter table api_keys enable row level security;
create policy flow_all on api_keys to shouwang_flow using (true) with check (true);
grant delete, insert, select, update on api_keys to shouwang_flow;

create table areas (
  code text collate "C" not null,
  parent_code text collate "C",
  level text not null,
  name text not null,
  constraint areas_pkey PRIMARY KEY (code)
);
create index areas_by_parent ON areas USING btree (parent_code);
alter table areas enable row level security;
create policy flow_all on areas to shouwang_flow using (true) with check (true);
create policy web_reads on areas for select to shouwang_web using (true);
grant delete, insert, select, update on areas to shouwang_flow;
grant select on areas to shouwang_web;

create table attachment_pieces (
  attachment_id uuid not null,
  at integer not null,
  cipher bytea not null,
  constraint attachment_pieces_attachment_id_at_pk PRIMARY KEY (attachment_id, at),
  constraint attachment_pieces_attachment_id_attachments_id_fk FOREIGN KEY (attachment_id) REFERENCES attachments(id)
);
alter table attachment_pieces enable row level security;
create policy flow_all on attachment_pieces to shouwang_flow using (true) with check (true);
create policy web_scope on attachment_pieces for select to shouwang_web using ((EXISTS ( SELECT 1
   FROM attachments a
  WHERE (a.id = attachment_pieces.attachment_id))));
create policy web_sends on attachment_pieces for insert to shouwang_web with check ((EXISTS ( SELECT 1
   FROM attachments a
  WHERE ((a.id = attachment_pieces.attachment_id) AND (a.sender_id = shouwang_user()) AND (a.completed_at IS NULL)))));
grant insert, select on attachment_pieces to shouwang_flow;
grant insert, select on attachment_pieces to shouwang_web;

create table attachments (
  id uuid not null,
  visit_id uuid not null,
  sender_id uuid not null,
  county_code text collate "C" not null,
  area_code text collate "C" not null,
  place integer not null,
  kind text not null,
  document text,
  witness text,
  taken_at timestamp with time zone not null,
  latitude double precision,
  longitude double precision,
  accuracy_metres double precision,
  bytes integer not null,
  sha256 text not null,
  width integer not null,
  height integer not null,
  look text,
  declared_at timestamp with time zone not null,
  received integer default 0 not null,
  completed_at timestamp with time zone,
  constraint attachments_pkey PRIMARY KEY (id),
  constraint attachments_sender_id_users_id_fk FOREIGN KEY (sender_id) REFERENCES users(id)
);
create index attachments_by_visit ON attachments USING btree (visit_id);
alter table attachments enable row level security;
create policy flow_all on attachments to shouwang_flow using (true) with check (true);
create policy web_declares on attachments for insert to shouwang_web with check (((sender_id = shouwang_user()) AND ((county_code = ANY (( SELECT (NULLIF(current_setting('shouwang.counties'::text, true), ''::text))::text[] AS "nullif")::text[])) OR (EXISTS ( SELECT 1
   FROM field_changes c
  WHERE ((c.id = attachments.visit_id) AND (c.user_id = shouwang_user()) AND (c.county_code = attachments.county_code)))))));
create policy web_scope on attachments for select to shouwang_web using (((sender_id = shouwang_user()) OR ((county_code = ANY (( SELECT (NULLIF(current_setting('shouwang.counties'::text, true), ''::text))::text[] AS "nullif")::text[])) AND (area_code ^@ ANY (( SELECT (NULLIF(current_setting('shouwang.areas'::text, true), ''::text))::text[] AS "nullif")::text[])))));
create policy web_sends on attachments for update to shouwang_web using (((sender_id = shouwang_user()) AND (completed_at IS NULL))) with check ((sender_id = shouwang_user()));
grant insert, select on attachments to shouwang_flow;
grant insert, select on attachments to shouwang_web;
grant update (received, completed_at) on attachments to shouwang_web;

create table audit_entries (
  id bigint generated always as identity not null,
  at timestamp with time zone not null,
  actor_id uuid,
  actor text not null,
  action text not null,
  subject_kind text not null,
  subject_id text not null,
  area_code text collate "C",
  details jsonb default '{}'::jsonb not null,
  constraint audit_entries_pkey PRIMARY KEY (id)
);
create index audit_by_action ON audit_entries USING btree (action, id);
create index audit_by_actor ON audit_entries USING btree (actor_id, id);
create index audit_by_subject ON audit_entries USING btree (subject_kind, subject_id, id);
create index audit_by_time ON audit_entries USING btree (at);
alter table audit_entries enable row level security;
create policy flow_all on audit_entries to shouwang_flow using (true) with check (true);
create policy web_writes on audit_entries for insert to shouwang_web with check (true);
grant insert, select on audit_entries to shouwang_flow;
grant insert on audit_entries to shouwang_web;
grant usage on sequence audit_entries_id_seq to shouwang_flow;
grant usage on sequence audit_entries_id_seq to shouwang_web;

create table audit_seals (
  sequence bigint not null,
  entry_id bigint not null,
  hash bytea not null,
  sealed_at timestamp with time zone not null,
  constraint audit_seals_pkey PRIMARY KEY (sequence),
  constraint one_seal_an_entry UNIQUE (entry_id)
);
alter table audit_seals enable row level security;
create policy flow_all on audit_seals to shouwang_flow using (true) with check (true);
grant insert, select on audit_seals to shouwang_flow;

create table batch_months (
  batch_id bigint not null,
  dataset text not null,
  month date not null,
  constraint batch_months_batch_id_month_pk PRIMARY KEY (batch_id, month),
  constraint batch_months_batch_id_batches_id_fk FOREIGN KEY (batch_id) REFERENCES batches(id)
);
create index batch_months_by_dataset ON batch_months USING btree (dataset, month);
alter table batch_months enable row level security;
create policy flow_all on batch_months to shouwang_flow using (true) with check (true);
create policy web_reads on batch_months for select to shouwang_web using (true);
grant delete, insert, select, update on batch_months to shouwang_flow;
grant select on batch_months to shouwang_web;

create table batches (
  id bigint generated always as identity not null,
  dataset text not null,
  contract_version integer default 1 not null,
  origin text not null,
  department text,
  file_name text not null,
  sha256 text not null,
  period text,
  period_from date,
  period_until date,
  status text not null,
  in_force_from timestamp with time zone,
  in_force_until timestamp with time zone,
  end_reason text,
  ended_by uuid,
  superseded_by bigint,
  held_share double precision,
  received_at timestamp with time zone not null,
  received_by uuid,
  headings text[],
  empty_shares jsonb,
  rows_good integer default 0 not null,
  rows_rejected integer default 0 not null,
  name_differs integer default 0 not null,
  adds_to bigint,
  constraint batches_pkey PRIMARY KEY (id)
);
create index batches_by_dataset ON batches USING btree (dataset, period);
create unique index one_batch_a_file ON batches USING btree (dataset, sha256) WHERE (in_force_until IS NULL);
alter table batches enable row level security;
create policy flow_all on batches to shouwang_flow using (true) with check (true);
create policy web_scope on batches for select to shouwang_web using (((NULLIF(current_setting('shouwang.areas'::text, true), ''::text) IS NOT NULL) OR (department = NULLIF(current_setting('shouwang.department'::text, true), ''::text))));
grant insert, select, update on batches to shouwang_flow;
grant select on batches to shouwang_web;
grant usage on sequence batches_id_seq to shouwang_flow;
grant usage on sequence batches_id_seq to shouwang_web;

create table bodies (
  key text not null,
  level text not null,
  name text not null,
  constraint bodies_pkey PRIMARY KEY (key)
);
alter table bodies enable row level security;
create policy flow_all on bodies to shouwang_flow using (true) with check (true);
create policy web_reads on bodies for select to shouwang_web using (true);
grant delete, insert, select, update on bodies to shouwang_flow;
grant select on bodies to shouwang_web;

create table body_areas (
  body_key text not null,
  area_code text collate "C" not null,
  from_on date not null,
  until_on date,
  constraint body_areas_body_key_area_code_from_on_pk PRIMARY KEY (body_key, area_code, from_on),
  constraint body_areas_area_code_areas_code_fk FOREIGN KEY (area_code) REFERENCES areas(code),
  constraint body_areas_body_key_bodies_key_fk FOREIGN KEY (body_key) REFERENCES bodies(key)
);
alter table body_areas enable row level security;
create policy flow_all on body_areas to shouwang_flow using (true) with check (true);
create policy web_reads on body_areas for select to shouwang_web using (true);
grant delete, insert, select, update on body_areas to shouwang_flow;
grant select on body_areas to shouwang_web;

create table campaigns (
  id uuid not null,
  kind text not null,
  name text not null,
  county_code text collate "C" not null,
  area_code text collate "C" not null,
  alert_id uuid,
  reason text not null,
  condition text,
  draw_seed text,
  draw_share double precision,
  population integer default 0 not null,
  picked integer default 0 not null,
  began_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  made_by uuid,
  ended_by uuid,
  version integer default 1 not null,
  constraint campaigns_pkey PRIMARY KEY (id)
);
create index campaigns_by_county ON campaigns USING btree (county_code, ended_at);
alter table campaigns enable row level security;
create policy flow_all on campaigns to shouwang_flow using (true) with check (true);
create policy web_scope on campaigns to shouwang_web using (((county_code = ANY (( SELECT (NULLIF(current_setting('shouwang.counties'::text, true), ''::text))::text[] AS "nullif")::text[])) AND (area_code ^@ ANY (( SELECT (NULLIF(current_setting('shouwang.areas'::text, true), ''::text))::text[] AS "nullif")::text[]))));
grant insert, select, update on campaigns to shouwang_flow;
grant insert, select, update on campaigns to shouwang_web;

create table candidate_pairs (
  id uuid not null,
  kind text not null,
  person_id bigint not null,
  other_id bigint,
  batch_id bigint,
  line integer,
  other_name text,
  county_code text collate "C" not null,
  area_code text collate "C" not null,
  state text not null,
  found_at timestamp with time zone not null,
  decided_at timestamp with time zone,
  decided_by uuid,
  version integer default 1 not null,
  other_hash bytea,
  other_masked text,
  reason text,
  result_batch_id bigint,
  constraint candidate_pairs_pkey PRIMARY KEY (id)
);
create unique index one_pair ON candidate_pairs USING btree (kind, person_id, COALESCE(other_id, (0)::bigint), COALESCE(batch_id, (0)::bigint), COALESCE(line, 0), COALESCE(other_name, ''::text));
create index pairs_by_county ON candidate_pairs USING btree (county_code, state);
alter table candidate_pairs enable row level security;
create policy flow_all on candidate_pairs to shouwang_flow using (true) with check (true);
create policy web_scope on candidate_pairs to shouwang_web using (((county_code = ANY (( SELECT (NULLIF(current_setting('shouwang.counties'::text, true), ''::text))::text[] AS "nullif")::text[])) AND (area_code ^@ ANY (( SELECT (NULLIF(current_setting('shouwang.areas'::text, true), ''::text))::text[] AS "nullif")::text[]))));
grant delete, insert, select, update on candidate_pairs to shouwang_flow;
grant select on candidate_pairs to shouwang_web;

create table care_agreements (
  id uuid not null,
  household_id bigint not null,
  county_code text collate "C" not null,
  area_code text collate "C" not null,
  carer text not null,
  relation text not null,
  terms text not null,
  signed_on date not null,
  from_on date not null,
  until_on date not null,
  ended_on date,
  ended_why text,
  made_by uuid not null,
  made_at timestamp with time zone not null,
  changed_by uuid,
  changed_at timestamp with time zone,
  constraint care_agreements_pkey PRIMARY KEY (id),
  constraint care_agreements_household_id_households_id_fk FOREIGN KEY (household_id) REFERENCES households(id)
);
create index care_agreements_by_county ON care_agreements USING btree (county_code, until_on);
create index care_agreements_by_household ON care_agreements USING btree (household_id);
alter table care_agreements enable row level security;
create policy flow_all on care_agreements to shouwang_flow using (true) with check (true);
create policy web_scope on care_agreements to shouwang_web using (((county_code = ANY (( SELECT (NULLIF(current_setting('shouwang.counties'::text, true), ''::text))::text[] AS "nullif")::text[])) AND (area_code ^@ ANY (( SELECT (NULLIF(current_setting('shouwang.areas'::text, true), ''::text))::text[] AS "nullif")::text[]))));
grant insert, select, update on care_agreements to shouwang_flow;
grant insert, select, update on care_agreements to shouwang_web;

create table cases (
  id uuid not null,
  household_id bigint not null,
  county_code text collate "C" not null,
  area_code text collate "C" not null,
  opened_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  outcome text,
  constraint cases_pkey PRIMARY KEY (id)
);
create unique index one_open_case_a_household ON cases USING btree (household_id) WHERE (closed_at IS NULL);
alter table cases enable row level security;
create policy flow_all on cases to shouwang_flow using (true) with check (true);
create policy web_scope on cases to shouwang_web using (((county_code = ANY (( SELECT (NULLIF(current_setting('shouwang.counties'::text, true), ''::text))::text[] AS "nullif")::text[])) AND (area_code ^@ ANY (( SELECT (NULLIF(current_setting('shouwang.areas'::text, true), ''::text))::text[] AS "nullif")::text[]))));
grant delete, insert, select, update on cases to shouwang_flow;
grant insert, select on cases to shouwang_web;

create table categories (
  code text not null,
  name_zh text not null,
  name_en text not null,
  authority text not null,
  from_on date not null,
  until_on date,
  constraint categories_pkey PRIMARY KEY (code)
);
alter table categories enable row level security;
create policy flow_all on categories to shouwang_flow using (true) with check (true);
create policy web_reads on categories for select to shouwang_web using (true);
grant delete, insert, select, update on categories to shouwang_flow;
grant select on categories to shouwang_web;

create table consents (
  id bigint generated always as identity not null,
  id_hash bytea not null,
  dataset text not null,
  from_on date not null,
  until_on date,
  document text not null,
  recorded_at timestamp with time zone not null,
  retracted_at timestamp with time zone,
  constraint consents_pkey PRIMARY KEY (id)
);
create index consents_by_id ON consents USING btree (id_hash, dataset);
alter table consents enable row level security;
create policy flow_all on consents to shouwang_flow using (true) with check (true);
grant delete, insert, select, update on consents to shouwang_flow;
grant usage on sequence consents_id_seq to shouwang_flow;
grant usage on sequence consents_id_seq to shouwang_web;

create table contacts (
  user_id uuid not null,
  phone_cipher bytea,
  webhook_cipher bytea,
  channel text default 'sms'::text not null,
  language text default 'zh'::text not null,
  takes_gathered boolean default true not null,
  changed_at timestamp with time zone not null,
  constraint contacts_pkey PRIMARY KEY (user_id),
  constraint contacts_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id)
);
alter table contacts enable row level security;
create policy flow_all on contacts to shouwang_flow using (true) with check (true);
grant insert, select, update on contacts to shouwang_flow;

create table cycle_steps (
  id bigint generated always as identity not null,
  cycle_id bigint not null,
  stage text not null,
  status text not null,
  started_at timestamp with time zone not null,
  finished_at timestamp with time zone not null,
  rows integer not null,
  error text,
  constraint cycle_steps_pkey PRIMARY KEY (id),
  constraint cycle_steps_cycle_id_cycles_id_fk FOREIGN KEY (cycle_id) REFERENCES cycles(id)
);
create index cycle_steps_by_cycle ON cycle_steps USING btree (cycle_id);
alter table cycle_steps enable row level security;
create policy flow_all on cycle_steps to shouwang_flow using (true) with check (true);
create policy web_reads on cycle_steps for select to shouwang_web using (true);
grant delete, insert, select, update on cycle_steps to shouwang_flow;
grant select on cycle_steps to shouwang_web;
grant usage on sequence cycle_steps_id_seq to shouwang_flow;
grant usage on sequence cycle_steps_id_seq to shouwang_web;

create table cycles (
  id bigint generated always as identity not null,
  trigger text not null,
  now timestamp with time zone not null,
  as_of date not null,
  extent text not null,
  started_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  status text not null,
  constraint cycles_pkey PRIMARY KEY (id)
);
alter table cycles enable row level security;
create policy flow_all on cycles to shouwang_flow using (true) with check (true);
create policy web_reads on cycles for select to shouwang_web using (true);
grant delete, insert, select, update on cycles to shouwang_flow;
grant select on cycles to shouwang_web;
grant usage on sequence cycles_id_seq to shouwang_flow;
grant usage on sequence cycles_id_seq to shouwang_web;

create table departments (
  code text not null,
  name_zh text not null,
  name_en text not null,
  constraint departments_pkey PRIMARY KEY (code)
);
alter table departments enable row level security;
create policy flow_all on departments to shouwang_flow using (true) with check (true);
create policy web_reads on departments for select to shouwang_web using (true);
grant delete, insert, select, update on departments to shouwang_flow;
grant select on departments to shouwang_web;

create table draws (
  id uuid not null,
  seed text not null,
  share double precision not null,
  from_at timestamp with time zone not null,
  until_at timestamp with time zone not null,
  population integer not null,
  picked integer not null,
  drawn_at timestamp with time zone not null,
  constraint draws_pkey PRIMARY KEY (id)
);
alter table draws enable row level security;
create policy flow_all on draws to shouwang_flow using (true) with check (true);
create policy web_reads on draws for select to shouwang_web using (true);
grant insert, select, update on draws to shouwang_flow;
grant select on draws to shouwang_web;

create table exports (
  id uuid not null,
  contract text not null,
  receiver text not null,
  format text not null,
  period text,
  as_of date not null,
  rows integer not null,
  sha256 text not null,
  made_at timestamp with time zone not null,
  made_by uuid,
  constraint exports_pkey PRIMARY KEY (id)
);
create index exports_by_contract ON exports USING btree (contract, made_at);
alter table exports enable row level security;
create policy flow_all on exports to shouwang_flow using (true) with check (true);
grant delete, insert, select, update on exports to shouwang_flow;

create table facts (
  id bigint generated always as identity not null,
  kind text not null,
  subject_kind text not null,
  subject_id bigint not null,
  named_person_id bigint,
  on_date date not null,
  until_date date,
  amount bigint,
  code text,
  attributes jsonb,
  natural_key uuid not null,
  batch_id bigint not null,
  line integer not null,
  recorded_at timestamp with time zone not null,
  retracted_at timestamp with time zone,
  constraint facts_kind_id_pk PRIMARY KEY (kind, id)
) partition by list (kind);
create index facts_by_batch ON facts USING btree (batch_id, line);
create index facts_in_force_by_subject ON facts USING btree (subject_id, on_date, amount, kind, subject_kind) WHERE (retracted_at IS NULL);
create index facts_taken_back_by_key ON facts USING btree (natural_key) WHERE (retracted_at IS NOT NULL);
create unique index one_fact_a_key ON facts USING btree (natural_key, kind) WHERE (retracted_at IS NULL);
alter table facts enable row level security;
create policy flow_all on facts to shouwang_flow using (true) with check (true);
create policy web_scope on facts for select to shouwang_web using (
CASE subject_kind
    WHEN 'household'::text THEN (EXISTS ( SELECT 1
       FROM households h
      WHERE (h.id = facts.subject_id)))
    WHEN 'person'::text THEN (EXISTS ( SELECT 1
       FROM persons p
      WHERE (p.id = facts.subject_id)))
    ELSE true
END);
grant insert, select, update on facts to shouwang_flow;
grant select on facts to shouwang_web;
grant usage on sequence facts_id_seq to shouwang_flow;
grant usage on sequence facts_id_seq to shouwang_web;

create table facts_default partition of facts default;
alter table facts_default enable row level security;
create policy flow_all on facts_default to shouwang_flow using (true) with check (true);

create table field_changes (
  id uuid not null,
  user_id uuid not null,
  kind text not null,
  task_id uuid not null,
  county_code text collate "C" not null,
  area_code text collate "C" not null,
  received_at timestamp with time zone not null,
  outcome text not null,
  kept_because text,
  visit jsonb,
  clashes jsonb,
  constraint field_changes_pkey PRIMARY KEY (id),
  constraint field_changes_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id)
);
create index kept_visits_by_county ON field_changes USING btree (county_code, received_at, id) WHERE (visit IS NOT NULL);
create index kept_visits_by_task ON field_changes USING btree (task_id);
alter table field_changes enable row level security;
create policy flow_all on field_changes to shouwang_flow using (true) with check (true);
create policy web_scope on field_changes for select to shouwang_web using (((user_id = shouwang_user()) OR (((visit IS NOT NULL) OR (clashes IS NOT NULL)) AND (county_code = ANY (( SELECT (NULLIF(current_setting('shouwang.counties'::text, true), ''::text))::text[] AS "nullif")::text[])) AND (area_code ^@ ANY (( SELECT (NULLIF(current_setting('shouwang.areas'::text, true), ''::text))::text[] AS "nullif")::text[])))));
create policy web_sends on field_changes for insert to shouwang_web with check (((user_id = shouwang_user()) AND ((county_code = ANY (( SELECT (NULLIF(current_setting('shouwang.counties'::text, true), ''::text))::text[] AS "nullif")::text[])) OR (EXISTS ( SELECT 1
   FROM place_of_task(field_changes.task_id) place_of_task(state, assignee_id, county_code, area_code))))));
grant select on field_changes to shouwang_flow;
grant insert, select on field_changes to shouwang_web;

create table findings (
  id bigint generated always as identity not null,
  rule_id text not null,
  rule_version_id bigint not null,
  household_id bigint not null,
  subject_kind text not null,
  subject_id bigint not null,
  event_key text not null,
  "values" jsonb not null,
  since_on date not null,
  found_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  end_reason text,
  is_backlog boolean default false not null,
  constraint findings_pkey PRIMARY KEY (id),
  constraint findings_rule_version_id_rule_versions_id_fk FOREIGN KEY (rule_version_id) REFERENCES rule_versions(id)
);
create index findings_by_household ON findings USING btree (household_id);
create unique index one_finding_a_subject ON findings USING btree (rule_id, subject_kind, subject_id, event_key) WHERE (ended_at IS NULL);
alter table findings enable row level security;
create policy flow_all on findings to shouwang_flow using (true) with check (true);
create policy web_scope on findings for select to shouwang_web using ((EXISTS ( SELECT 1
   FROM households h
  WHERE (h.id = findings.household_id))));
grant delete, insert, select, update on findings to shouwang_flow;
grant select on findings to shouwang_web;
grant usage on sequence findings_id_seq to shouwang_flow;
grant usage on sequence findings_id_seq to shouwang_web;

create table household_figures (
  id bigint generated always as identity not null,
  county_code text collate "C" not null,
  area_code text collate "C" not null,
  households bigint not null,
  constraint household_figures_pkey PRIMARY KEY (id)
);
create index household_figures_by_county ON household_figures USING btree (county_code);
alter table household_figures enable row level security;
create policy flow_all on household_figures to shouwang_flow using (true) with check (true);
create policy web_scope on household_figures to shouwang_web using (((county_code = ANY (( SELECT (NULLIF(current_setting('shouwang.counties'::text, true), ''::text))::text[] AS "nullif")::text[])) AND (area_code ^@ ANY (( SELECT (NULLIF(current_setting('shouwang.areas'::text, true), ''::text))::text[] AS "nullif")::text[]))));
grant select on household_figures to shouwang_flow;
grant select on household_figures to shouwang_web;

create table household_indicators (
  household_id bigint not null,
  county_code text collate "C" not null,
  area_code text collate "C" not null,
  settlement text not null,
  constraint household_indicators_pkey PRIMARY KEY (household_id)
);
create index household_indicators_by_county ON household_indicators USING btree (county_code);
alter table household_indicators enable row level security;
create policy flow_all on household_indicators to shouwang_flow using (true) with check (true);
create policy web_scope on household_indicators to shouwang_web using (((county_code = ANY (( SELECT (NULLIF(current_setting('shouwang.counties'::text, true), ''::text))::text[] AS "nullif")::text[])) AND (area_code ^@ ANY (( SELECT (NULLIF(current_setting('shouwang.areas'::text, true), ''::text))::text[] AS "nullif")::text[]))));
grant delete, insert, select, update on household_indicators to shouwang_flow;
grant select on household_indicators to shouwang_web;

create table households (
  id bigint generated always as identity not null,
  public_id uuid not null,
  registry_number text,
  head_person_id bigint,
  area_code text collate "C" not null,
  county_code text collate "C" not null,
  settlement text not null,
  constraint households_pkey PRIMARY KEY (id),
  constraint one_household_a_public_id UNIQUE (public_id),
  constraint one_household_a_registry_number UNIQUE (registry_number)
);
create index households_by_area ON households USING btree (county_code, area_code);
alter table households enable row level security;
create policy flow_all on households to shouwang_flow using (true) with check (true);
create policy web_scope on households to shouwang_web using (((county_code = ANY (( SELECT (NULLIF(current_setting('shouwang.counties'::text, true), ''::text))::text[] AS "nullif")::text[])) AND (area_code ^@ ANY (( SELECT (NULLIF(current_setting('shouwang.areas'::text, true), ''::text))::text[] AS "nullif")::text[]))));
grant delete, insert, select, update on households to shouwang_flow;
grant select on households to shouwang_web;
grant usage on sequence households_id_seq to shouwang_flow;
grant usage on sequence households_id_seq to shouwang_web;

create table identity_links (
  id bigint generated always as identity not null,
  person_id bigint not null,
  same_as_id bigint not null,
  decided_by uuid,
  reason text not null,
  recorded_at timestamp with time zone not null,
  retracted_at timestamp with time zone,
  pair_id uuid not null,
  constraint identity_links_pkey PRIMARY KEY (id)
);
create unique index one_link_a_pair ON identity_links USING btree (pair_id) WHERE (retracted_at IS NULL);
alter table identity_links enable row level security;
create policy flow_all on identity_links to shouwang_flow using (true) with check (true);
create policy web_scope on identity_links for select to shouwang_web using (((EXISTS ( SELECT 1
   FROM persons p
  WHERE (p.id = identity_links.person_id))) OR (EXISTS ( SELECT 1
   FROM persons p
  WHERE (p.id = identity_links.same_as_id)))));
grant insert, select, update on identity_links to shouwang_flow;
grant select on identity_links to shouwang_web;
grant usage on sequence identity_links_id_seq to shouwang_flow;
grant usage on sequence identity_links_id_seq to shouwang_web;

create table intakes (
  id uuid not null,
  channel text not null,
  department text,
  file_name text not null,
  is_kept boolean not null,
  dataset text,
  period text,
  corrects bigint,
  is_dry_run boolean default false not null,
  state text not null,
  rows_read integer default 0 not null,
  bytes_total bigint,
  bytes_read bigint default 0 not null,
  attempts integer default 0 not null,
  reason jsonb,
  asks text default 'nothing'::text not null,
  proposals jsonb,
  consequences jsonb,
  batch_id bigint,
  started_at timestamp with time zone not null,
  beat_at timestamp with time zone,
  ended_at timestamp with time zone,
  requested_by uuid,
  is_cancel_asked boolean default false not null,
  constraint intakes_pkey PRIMARY KEY (id)
);
create index intakes_by_department ON intakes USING btree (department, id);
create index intakes_by_state ON intakes USING btree (state, started_at);
alter table intakes enable row level security;
create policy flow_all on intakes to shouwang_flow using (true) with check (true);
create policy web_scope on intakes for select to shouwang_web using (((department = NULLIF(current_setting('shouwang.department'::text, true), ''::text)) OR ('22'::text = ANY (( SELECT (NULLIF(current_setting('shouwang.areas'::text, true), ''::text))::text[] AS "nullif")::text[]))));
grant delete, insert, select, update on intakes to shouwang_flow;
grant select on intakes to shouwang_web;

create table kinships (
  id bigint generated always as identity not null,
  person_id bigint not null,
  other_id bigint not null,
  kind text not null,
  from_on date,
  until_on date,
  batch_id bigint not null,
  line integer not null,
  recorded_at timestamp with time zone not null,
  retracted_at timestamp with time zone,
  constraint kinships_pkey PRIMARY KEY (id)
);
create index kinships_by_other ON kinships USING btree (other_id);
create index kinships_by_person ON kinships USING btree (person_id);
alter table kinships enable row level security;
create policy flow_all on kinships to shouwang_flow using (true) with check (true);
grant insert, select, update on kinships to shouwang_flow;
grant usage on sequence kinships_id_seq to shouwang_flow;
grant usage on sequence kinships_id_seq to shouwang_web;

create table layouts (
  id bigint generated always as identity not null,
  dataset text not null,
  version integer not null,
  headings jsonb not null,
  confirmed_by uuid,
  confirmed_at timestamp with time zone not null,
  retired_at timestamp with time zone,
  constraint layouts_pkey PRIMARY KEY (id)
);
create unique index one_layout_a_version ON layouts USING btree (dataset, version);
alter table layouts enable row level security;
create policy flow_all on layouts to shouwang_flow using (true) with check (true);
create policy web_reads on layouts for select to shouwang_web using (true);
grant delete, insert, select, update on layouts to shouwang_flow;
grant select on layouts to shouwang_web;
grant usage on sequence layouts_id_seq to shouwang_flow;
grant usage on sequence layouts_id_seq to shouwang_web;

create table leads (
  id uuid not null,
  channel text not null,
  received_at timestamp with time zone not null,
  county_code text collate "C" not null,
  area_code text collate "C" not null,
  household_id bigint,
  cause text,
  summary text not null,
  due_at timestamp with time zone,
  answered_at timestamp with time zone,
  number bigint generated always as identity not null,
  made_by uuid,
  head_name text,
  people integer,
  phone_cipher bytea,
  address_cipher bytea,
  id_hash bytea,
  id_cipher bytea,
  id_masked text,
  alert_id uuid,
  task_id uuid,
  linked_at timestamp with time zone,
  linked_by uuid,
  register_at timestamp with time zone,
  register_by uuid,
  constraint leads_pkey PRIMARY KEY (id),
  constraint one_lead_a_number UNIQUE (number)
);
create index leads_by_county ON leads USING btree (county_code, received_at);
create index leads_by_task ON leads USING btree (task_id);
alter table leads enable row level security;
create policy flow_all on leads to shouwang_flow using (true) with check (true);
create policy web_scope on leads to shouwang_web using (((county_code = ANY (( SELECT (NULLIF(current_setting('shouwang.counties'::text, true), ''::text))::text[] AS "nullif")::text[])) AND (area_code ^@ ANY (( SELECT (NULLIF(current_setting('shouwang.areas'::text, true), ''::text))::text[] AS "nullif")::text[]))));
grant delete, insert, select, update on leads to shouwang_flow;
grant insert, select, update on leads to shouwang_web;

create table memberships (
  id bigint generated always as identity not null,
  person_id bigint not null,
  household_id bigint not null,
  kind text not null,
  relation text,
  is_head boolean not null,
  from_on date not null,
  until_on date,
  batch_id bigint not null,
  line integer not null,
  recorded_at timestamp with time zone not null,
  retracted_at timestamp with time zone,
  constraint memberships_pkey PRIMARY KEY (id)
);
create index memberships_by_batch ON memberships USING btree (batch_id);
create index memberships_by_household ON memberships USING btree (household_id);
create index memberships_by_person ON memberships USING btree (person_id, from_on DESC, batch_id DESC, line DESC, household_id, retracted_at);
alter table memberships enable row level security;
create policy flow_all on memberships to shouwang_flow using (true) with check (true);
create policy web_scope on memberships for select to shouwang_web using ((EXISTS ( SELECT 1
   FROM households h
  WHERE (h.id = memberships.household_id))));
grant insert, select, update on memberships to shouwang_flow;
grant select on memberships to shouwang_web;
grant usage on sequence memberships_id_seq to shouwang_flow;
grant usage on sequence memberships_id_seq to shouwang_web;

create table message_channels (
  channel text not null,
  failures integer default 0 not null,
  open_since timestamp with time zone,
  probe_at timestamp with time zone,
  last_error text,
  last_error_at timestamp with time zone,
  last_sent_at timestamp with time zone,
  constraint message_channels_pkey PRIMARY KEY (channel)
);
alter table message_channels enable row level security;
create policy flow_all on message_channels to shouwang_flow using (true) with check (true);
grant insert, select, update on message_channels to shouwang_flow;

create table message_events (
  key text not null,
  user_id uuid not null,
  kind text not null,
  is_urgent boolean not null,
  task_id uuid,
  campaign_id uuid,
  county_code text collate "C" not null,
  area_code text collate "C" not null,
  at timestamp with time zone not null,
  message_id uuid,
  constraint message_events_key_user_id_pk PRIMARY KEY (key, user_id),
  constraint message_events_message_id_messages_id_fk FOREIGN KEY (message_id) REFERENCES messages(id),
  constraint message_events_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id)
);
create index message_events_by_message ON message_events USING btree (message_id);
create index message_events_by_task ON message_events USING btree (task_id);
create index message_events_untold ON message_events USING btree (at) WHERE (message_id IS NULL);
alter table message_events enable row level security;
create policy flow_all on message_events to shouwang_flow using (true) with check (true);
grant delete, insert, select, update on message_events to shouwang_flow;

create table messages (
  id uuid not null,
  user_id uuid not null,
  kind text not null,
  is_urgent boolean not null,
  county_code text collate "C" not null,
  area_code text collate "C" not null,
  state text not null,
  channel text,
  counts jsonb default '{}'::jsonb not null,
  made_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  next_at timestamp with time zone not null,
  claimed_at timestamp with time zone,
  is_frozen boolean default false not null,
  tries integer default 0 not null,
  sent_at timestamp with time zone,
  delivered_at timestamp with time zone,
  last_error text,
  gateway_id text,
  constraint messages_pkey PRIMARY KEY (id),
  constraint messages_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id)
);
create index messages_by_place ON messages USING btree (county_code, made_at);
create index messages_by_time ON messages USING btree (made_at);
create index messages_to_send ON messages USING btree (next_at) WHERE (state = ANY (ARRAY['gathered'::text, 'waiting'::text, 'sending'::text]));
create unique index one_gathering_a_person ON messages USING btree (user_id, due_at) WHERE (state = 'gathered'::text);
alter table messages enable row level security;
create policy flow_all on messages to shouwang_flow using (true) with check (true);
grant insert, select, update on messages to shouwang_flow;

create table name_differences (
  batch_id bigint not null,
  line integer not null,
  id_hash bytea not null,
  name text not null,
  constraint name_differences_batch_id_line_pk PRIMARY KEY (batch_id, line),
  constraint name_differences_batch_id_batches_id_fk FOREIGN KEY (batch_id) REFERENCES batches(id)
);
create index name_differences_by_id ON name_differences USING btree (id_hash);
alter table name_differences enable row level security;
create policy flow_all on name_differences to shouwang_flow using (true) with check (true);
grant delete, insert, select, update on name_differences to shouwang_flow;

create table near_numbers (
  reject_id bigint not null,
  batch_id bigint not null,
  id_hash bytea not null,
  constraint near_numbers_reject_id_id_hash_pk PRIMARY KEY (reject_id, id_hash),
  constraint near_numbers_batch_id_batches_id_fk FOREIGN KEY (batch_id) REFERENCES batches(id)
);
create index near_numbers_by_id ON near_numbers USING btree (id_hash);
alter table near_numbers enable row level security;
create policy flow_all on near_numbers to shouwang_flow using (true) with check (true);
grant delete, insert, select, update on near_numbers to shouwang_flow;

create table open_work (
  alert_id uuid not null,
  task_id uuid not null,
  county_code text collate "C" not null,
  area_code text collate "C" not null,
  subject_kind text not null,
  rule_id text,
  class text not null,
  severity text not null,
  cause text,
  state text not null,
  due_at timestamp with time zone,
  constraint open_work_pkey PRIMARY KEY (alert_id)
);
create index open_work_by_due ON open_work USING btree (county_code, due_at, area_code, state, subject_kind, severity, class, rule_id, cause, task_id);
create index open_work_by_task ON open_work USING btree (task_id);
alter table open_work enable row level security;
create policy flow_all on open_work to shouwang_flow using (true) with check (true);
create policy web_scope on open_work to shouwang_web using (((county_code = ANY (( SELECT (NULLIF(current_setting('shouwang.counties'::text, true), ''::text))::text[] AS "nullif")::text[])) AND (area_code ^@ ANY (( SELECT (NULLIF(current_setting('shouwang.areas'::text, true), ''::text))::text[] AS "nullif")::text[]))));
grant select on open_work to shouwang_flow;
grant select on open_work to shouwang_web;

create table outcomes (
  id bigint generated always as identity not null,
  alert_id uuid not null,
  task_id uuid not null,
  visit_id uuid,
  rule_id text,
  rule_version integer,
  dataset text,
  county_code text collate "C" not null,
  area_code text collate "C" not null,
  outcome_code text not null,
  is_confirmed boolean,
  cause text,
  closed_at timestamp with time zone not null,
  constraint outcomes_pkey PRIMARY KEY (id)
);
create unique index one_outcome_an_alert ON outcomes USING btree (alert_id);
create index outcomes_by_rule ON outcomes USING btree (rule_id, county_code);
alter table outcomes enable row level security;
create policy flow_all on outcomes to shouwang_flow using (true) with check (true);
create policy web_scope on outcomes to shouwang_web using (((county_code = ANY (( SELECT (NULLIF(current_setting('shouwang.counties'::text, true), ''::text))::text[] AS "nullif")::text[])) AND (area_code ^@ ANY (( SELECT (NULLIF(current_setting('shouwang.areas'::text, true), ''::text))::text[] AS "nullif")::text[]))));
grant insert, select, update on outcomes to shouwang_flow;
grant select on outcomes to shouwang_web;
grant usage on sequence outcomes_id_seq to shouwang_flow;
grant usage on sequence outcomes_id_seq to shouwang_web;

create table parameters (
  id bigint generated always as identity not null,
  name text not null,
  area_code text collate "C" not null,
  settlement text,
  value bigint not null,
  unit text not null,
  from_on date not null,
  until_on date,
  of_year integer,
  status text not null,
  document text not null,
  recorded_at timestamp with time zone not null,
  retracted_at timestamp with time zone,
  constraint parameters_pkey PRIMARY KEY (id)
);
create unique index one_parameter_a_day ON parameters USING btree (name, area_code, COALESCE(settlement, ''::text), from_on) WHERE (retracted_at IS NULL);
alter table parameters enable row level security;
create policy flow_all on parameters to shouwang_flow using (true) with check (true);
create policy web_reads on parameters for select to shouwang_web using (true);
grant insert, select, update on parameters to shouwang_flow;
grant select on parameters to shouwang_web;
grant usage on sequence parameters_id_seq to shouwang_flow;
grant usage on sequence parameters_id_seq to shouwang_web;

create table person_details (
  id bigint generated always as identity not null,
  person_id bigint not null,
  name text not null,
  sex text,
  born_on date,
  phone_cipher bytea,
  from_on date not null,
  batch_id bigint not null,
  line integer not null,
  recorded_at timestamp with time zone not null,
  retracted_at timestamp with time zone,
  constraint person_details_pkey PRIMARY KEY (id)
);
create index person_details_by_batch ON person_details USING btree (batch_id);
create index person_details_by_person ON person_details USING btree (person_id);
alter table person_details enable row level security;
create policy flow_all on person_details to shouwang_flow using (true) with check (true);
grant insert, select, update on person_details to shouwang_flow;
grant usage on sequence person_details_id_seq to shouwang_flow;
grant usage on sequence person_details_id_seq to shouwang_web;

create table persons (
  id bigint generated always as identity not null,
  id_kind text not null,
  id_hash bytea,
  id_cipher bytea,
  id_masked text,
  name text not null,
  sex text,
  born_on date,
  phone_cipher bytea,
  constraint persons_pkey PRIMARY KEY (id),
  constraint one_person_a_number UNIQUE (id_hash)
);
create index persons_by_name ON persons USING btree (name COLLATE "C");
alter table persons enable row level security;
create policy flow_all on persons to shouwang_flow using (true) with check (true);
create policy web_scope on persons for select to shouwang_web using ((EXISTS ( SELECT 1
   FROM memberships m
  WHERE (m.person_id = persons.id))));
grant delete, insert, select, update on persons to shouwang_flow;
grant select on persons to shouwang_web;
grant usage on sequence persons_id_seq to shouwang_flow;
grant usage on sequence persons_id_seq to shouwang_web;

create table phones (
  id uuid not null,
  user_id uuid not null,
  secret_hash text,
  first_seen_at timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  synced_at timestamp with time zone,
  app_version text not null,
  unsent integer default 0 not null,
  unsent_since timestamp with time zone,
  stuck integer default 0 not null,
  photos integer default 0 not null,
  storage_used bigint,
  storage_quota bigint,
  clock_ahead integer,
  lost_at timestamp with time zone,
  lost_by uuid,
  lost_reason text,
  ended_at timestamp with time zone,
  ended_because text,
  constraint phones_pkey PRIMARY KEY (id),
  constraint phones_lost_by_users_id_fk FOREIGN KEY (lost_by) REFERENCES users(id),
  constraint phones_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id)
);
create index phones_by_user ON phones USING btree (user_id, seen_at);
alter table phones enable row level security;
create policy flow_all on phones to shouwang_flow using (true) with check (true);
create policy web_scope on phones for select to shouwang_web using (((user_id = shouwang_user()) OR (EXISTS ( SELECT 1
   FROM user_areas a
  WHERE (a.user_id = phones.user_id)))));
grant delete, insert, select, update on phones to shouwang_flow;
grant select on phones to shouwang_web;

create table recognitions (
  id bigint generated always as identity not null,
  subject_kind text not null,
  subject_id bigint not null,
  category text not null,
  authority text not null,
  county_code text collate "C" not null,
  area_code text collate "C" not null,
  from_on date not null,
  until_on date,
  phase_out_until date,
  guard_until date,
  decision_id uuid,
  recorded_at timestamp with time zone not null,
  retracted_at timestamp with time zone,
  constraint recognitions_pkey PRIMARY KEY (id),
  constraint recognitions_category_categories_code_fk FOREIGN KEY (category) REFERENCES categories(code)
);
create index recognitions_by_subject ON recognitions USING btree (subject_kind, subject_id);
alter table recognitions enable row level security;
create policy flow_all on recognitions to shouwang_flow using (true) with check (true);
create policy web_scope on recognitions to shouwang_web using (((county_code = ANY (( SELECT (NULLIF(current_setting('shouwang.counties'::text, true), ''::text))::text[] AS "nullif")::text[])) AND (area_code ^@ ANY (( SELECT (NULLIF(current_setting('shouwang.areas'::text, true), ''::text))::text[] AS "nullif")::text[]))));
grant insert, select, update on recognitions to shouwang_flow;
grant select on recognitions to shouwang_web;
grant usage on sequence recognitions_id_seq to shouwang_flow;
grant usage on sequence recognitions_id_seq to shouwang_web;

create table refused_names (
  id bigint generated always as identity not null,
  id_hash bytea not null,
  name text not null,
  recorded_at timestamp with time zone not null,
  retracted_at timestamp with time zone,
  constraint refused_names_pkey PRIMARY KEY (id)
);
create unique index one_refusal_a_name ON refused_names USING btree (id_hash, name) WHERE (retracted_at IS NULL);
alter table refused_names enable row level security;
create policy flow_all on refused_names to shouwang_flow using (true) with check (true);
grant insert, select, update on refused_names to shouwang_flow;
grant usage on sequence refused_names_id_seq to shouwang_flow;

create table rejects (
  id bigint generated always as identity not null,
  batch_id bigint not null,
  line integer not null,
  column_name text,
  code text not null,
  found text,
  expected_zh text not null,
  expected_en text not null,
  dropped_amount bigint,
  cells_cipher bytea,
  id_hash bytea,
  name text,
  settled_by bigint,
  constraint rejects_pkey PRIMARY KEY (id),
  constraint rejects_batch_id_batches_id_fk FOREIGN KEY (batch_id) REFERENCES batches(id)
);
create index rejects_by_batch ON rejects USING btree (batch_id, line);
alter table rejects enable row level security;
create policy flow_all on rejects to shouwang_flow using (true) with check (true);
create policy web_scope on rejects for select to shouwang_web using ((EXISTS ( SELECT 1
   FROM batches b
  WHERE ((b.id = rejects.batch_id) AND ((b.department = NULLIF(current_setting('shouwang.department'::text, true), ''::text)) OR ('22'::text = ANY (( SELECT (NULLIF(current_setting('shouwang.areas'::text, true), ''::text))::text[] AS "nullif")::text[])))))));
grant delete, insert, select, update on rejects to shouwang_flow;
grant select on rejects to shouwang_web;
grant usage on sequence rejects_id_seq to shouwang_flow;
grant usage on sequence rejects_id_seq to shouwang_web;

create table residences (
  id bigint generated always as identity not null,
  household_id bigint not null,
  kind text not null,
  area_code text collate "C" not null,
  settlement text not null,
  address_cipher bytea,
  from_on date not null,
  until_on date,
  batch_id bigint not null,
  line integer not null,
  recorded_at timestamp with time zone not null,
  retracted_at timestamp with time zone,
  constraint residences_pkey PRIMARY KEY (id)
);
create index residences_by_batch ON residences USING btree (batch_id);
create index residences_by_household ON residences USING btree (household_id, from_on);
alter table residences enable row level security;
create policy flow_all on residences to shouwang_flow using (true) with check (true);
create policy web_scope on residences for select to shouwang_web using ((EXISTS ( SELECT 1
   FROM households h
  WHERE (h.id = residences.household_id))));
grant insert, select, update on residences to shouwang_flow;
grant select on residences to shouwang_web;
grant usage on sequence residences_id_seq to shouwang_flow;
grant usage on sequence residences_id_seq to shouwang_web;

create table routine_members (
  id uuid not null,
  group_id text not null,
  household_id bigint not null,
  county_code text collate "C" not null,
  area_code text collate "C" not null,
  risk text not null,
  origin text not null,
  carer_id uuid,
  since_on date not null,
  until_on date,
  why text,
  ended_why text,
  made_by uuid,
  ended_by uuid,
  made_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  constraint routine_members_pkey PRIMARY KEY (id),
  constraint routine_members_carer_id_users_id_fk FOREIGN KEY (carer_id) REFERENCES users(id),
  constraint routine_members_household_id_households_id_fk FOREIGN KEY (household_id) REFERENCES households(id)
);
create unique index one_running_membership_a_group_and_household ON routine_members USING btree (group_id, household_id) WHERE (until_on IS NULL);
create index routine_members_by_change ON routine_members USING btree (changed_at);
create index routine_members_by_county ON routine_members USING btree (county_code, until_on, area_code, id);
create index routine_members_by_household ON routine_members USING btree (household_id);
alter table routine_members enable row level security;
create policy flow_all on routine_members to shouwang_flow using (true) with check (true);
create policy web_scope on routine_members to shouwang_web using (((county_code = ANY (( SELECT (NULLIF(current_setting('shouwang.counties'::text, true), ''::text))::text[] AS "nullif")::text[])) AND (area_code ^@ ANY (( SELECT (NULLIF(current_setting('shouwang.areas'::text, true), ''::text))::text[] AS "nullif")::text[]))));
grant insert, select, update on routine_members to shouwang_flow;
grant insert, select, update on routine_members to shouwang_web;

create table routine_rounds (
  task_id uuid not null,
  household_id bigint not null,
  county_code text collate "C" not null,
  area_code text collate "C" not null,
  groups text[] not null,
  risk text not null,
  visitors text[] not null,
  due_on date not null,
  last_seen_on date,
  standing text default 'open'::text not null,
  constraint routine_rounds_pkey PRIMARY KEY (task_id),
  constraint routine_rounds_task_id_tasks_id_fk FOREIGN KEY (task_id) REFERENCES tasks(id)
);
create index open_rounds_by_due ON routine_rounds USING btree (county_code, due_on, task_id) WHERE (standing = 'open'::text);
create index routine_rounds_by_due ON routine_rounds USING btree (county_code, due_on, area_code);
create index routine_rounds_by_household ON routine_rounds USING btree (household_id);
alter table routine_rounds enable row level security;
create policy flow_all on routine_rounds to shouwang_flow using (true) with check (true);
create policy web_scope on routine_rounds to shouwang_web using (((county_code = ANY (( SELECT (NULLIF(current_setting('shouwang.counties'::text, true), ''::text))::text[] AS "nullif")::text[])) AND (area_code ^@ ANY (( SELECT (NULLIF(current_setting('shouwang.areas'::text, true), ''::text))::text[] AS "nullif")::text[]))));
grant insert, select, update on routine_rounds to shouwang_flow;
grant select on routine_rounds to shouwang_web;

create table routine_starts (
  id uuid not null,
  group_id text not null,
  county_code text collate "C" not null,
  area_code text collate "C" not null,
  started_at timestamp with time zone not null,
  started_by uuid,
  ended_at timestamp with time zone,
  ended_by uuid,
  constraint routine_starts_pkey PRIMARY KEY (id)
);
create unique index one_running_start_a_group_and_area ON routine_starts USING btree (group_id, area_code) WHERE (ended_at IS NULL);
create index routine_starts_by_county ON routine_starts USING btree (county_code);
alter table routine_starts enable row level security;
create policy flow_all on routine_starts to shouwang_flow using (true) with check (true);
create policy web_above on routine_starts for select to shouwang_web using (((county_code = ANY (( SELECT (NULLIF(current_setting('shouwang.counties'::text, true), ''::text))::text[] AS "nullif")::text[])) AND (EXISTS ( SELECT 1
   FROM unnest((NULLIF(current_setting('shouwang.areas'::text, true), ''::text))::text[]) mine(code)
  WHERE (mine.code ^@ routine_starts.area_code)))));
create policy web_scope on routine_starts to shouwang_web using (((county_code = ANY (( SELECT (NULLIF(current_setting('shouwang.counties'::text, true), ''::text))::text[] AS "nullif")::text[])) AND (area_code ^@ ANY (( SELECT (NULLIF(current_setting('shouwang.areas'::text, true), ''::text))::text[] AS "nullif")::text[]))));
grant insert, select, update on routine_starts to shouwang_flow;
grant insert, select, update on routine_starts to shouwang_web;

create table rule_versions (
  id bigint generated always as identity not null,
  rule_id text not null,
  version integer not null,
  hash text not null,
  definition jsonb not null,
  status text not null,
  published_at timestamp with time zone,
  origin text default 'shipped'::text not null,
  note text,
  based_on integer,
  drafted_by uuid,
  drafted_at timestamp with time zone,
  in_force_from date,
  published_by uuid,
  retired_by uuid,
  retired_at timestamp with time zone,
  revision integer default 1 not null,
  constraint rule_versions_pkey PRIMARY KEY (id)
);
create unique index one_published_version ON rule_versions USING btree (rule_id) WHERE (status = 'published'::text);
create unique index one_rule_a_version ON rule_versions USING btree (rule_id, version);
alter table rule_versions enable row level security;
create policy flow_all on rule_versions to shouwang_flow using (true) with check (true);
create policy web_reads on rule_versions for select to shouwang_web using (true);
grant delete, insert, select, update on rule_versions to shouwang_flow;
grant select on rule_versions to shouwang_web;
grant usage on sequence rule_versions_id_seq to shouwang_flow;
grant usage on sequence rule_versions_id_seq to shouwang_web;

create table saved_views (
  id uuid not null,
  user_id uuid not null,
  name text not null,
  filter text not null,
  made_at timestamp with time zone not null,
  constraint saved_views_pkey PRIMARY KEY (id),
  constraint saved_views_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id)
);
create unique index one_view_a_name ON saved_views USING btree (user_id, name);
alter table saved_views enable row level security;
create policy flow_all on saved_views to shouwang_flow using (true) with check (true);
create policy web_own on saved_views to shouwang_web using ((user_id = shouwang_user())) with check ((user_id = shouwang_user()));
grant delete, insert, select on saved_views to shouwang_flow;
grant insert, select on saved_views to shouwang_web;

create table sessions (
  token_hash text not null,
  user_id uuid not null,
  created_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  address text,
  device text,
  phone_id uuid,
  constraint sessions_pkey PRIMARY KEY (token_hash),
  constraint sessions_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id)
);
create index sessions_by_user ON sessions USING btree (user_id);
alter table sessions enable row level security;
create policy flow_all on sessions to shouwang_flow using (true) with check (true);
grant delete, insert, select, update on sessions to shouwang_flow;

create table settings (
  key text not null,
  value text not null,
  constraint settings_pkey PRIMARY KEY (key)
);
alter table settings enable row level security;
create policy flow_all on settings to shouwang_flow using (true) with check (true);
create policy web_reads on settings for select to shouwang_web using (true);
grant delete, insert, select, update on settings to shouwang_flow;
grant select on settings to shouwang_web;

create table silences (
  id uuid not null,
  rule_id text,
  household_id bigint,
  county_code text collate "C" not null,
  area_code text collate "C" not null,
  reason text not null,
  from_at timestamp with time zone not null,
  until_at timestamp with time zone not null,
  made_by uuid not null,
  made_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  ended_by uuid,
  constraint silences_pkey PRIMARY KEY (id)
);
create index silences_by_county ON silences USING btree (county_code, until_at);
alter table silences enable row level security;
create policy flow_all on silences to shouwang_flow using (true) with check (true);
create policy web_scope on silences to shouwang_web using (((county_code = ANY (( SELECT (NULLIF(current_setting('shouwang.counties'::text, true), ''::text))::text[] AS "nullif")::text[])) AND (area_code ^@ ANY (( SELECT (NULLIF(current_setting('shouwang.areas'::text, true), ''::text))::text[] AS "nullif")::text[]))));
grant insert, select, update on silences to shouwang_flow;
grant insert, select, update on silences to shouwang_web;

create table snapshot_rows (
  id bigint generated always as identity not null,
  dataset text not null,
  kind text not null,
  subject_kind text not null,
  subject_id bigint not null,
  named_person_id bigint,
  on_date date not null,
  until_date date,
  amount bigint,
  code text,
  attributes jsonb,
  natural_key uuid not null,
  batch_id bigint not null,
  line integer not null,
  constraint snapshot_rows_pkey PRIMARY KEY (id)
);
create index snapshot_rows_by_batch ON snapshot_rows USING btree (batch_id);
create index snapshot_rows_by_key ON snapshot_rows USING btree (dataset, natural_key);
alter table snapshot_rows enable row level security;
create policy flow_all on snapshot_rows to shouwang_flow using (true) with check (true);
grant delete, insert, select, update on snapshot_rows to shouwang_flow;
grant usage on sequence snapshot_rows_id_seq to shouwang_flow;
grant usage on sequence snapshot_rows_id_seq to shouwang_web;

create table sources (
  id bigint generated always as identity not null,
  dataset text not null,
  state text not null,
  from_on date not null,
  note text,
  set_by uuid,
  constraint sources_pkey PRIMARY KEY (id),
  constraint one_source_a_dataset UNIQUE (dataset)
);
alter table sources enable row level security;
create policy flow_all on sources to shouwang_flow using (true) with check (true);
create policy web_reads on sources for select to shouwang_web using (true);
grant delete, insert, select, update on sources to shouwang_flow;
grant select on sources to shouwang_web;
grant usage on sequence sources_id_seq to shouwang_flow;
grant usage on sequence sources_id_seq to shouwang_web;

create table station_people (
  id uuid not null,
  station_id uuid not null,
  user_id uuid,
  name text not null,
  kind text not null,
  from_on date not null,
  until_on date,
  constraint station_people_pkey PRIMARY KEY (id),
  constraint station_people_station_id_stations_id_fk FOREIGN KEY (station_id) REFERENCES stations(id),
  constraint station_people_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id)
);
create index station_people_by_station ON station_people USING btree (station_id);
alter table station_people enable row level security;
create policy flow_all on station_people to shouwang_flow using (true) with check (true);
create policy web_scope on station_people to shouwang_web using ((EXISTS ( SELECT 1
   FROM stations s
  WHERE (s.id = station_people.station_id))));
grant insert, select, update on station_people to shouwang_flow;
grant insert, select, update on station_people to shouwang_web;

create table stations (
  id uuid not null,
  kind text not null,
  name text not null,
  county_code text collate "C" not null,
  area_code text collate "C" not null,
  address text not null,
  phone text,
  hours text,
  opened_on date not null,
  closed_on date,
  close_reason text,
  version integer default 1 not null,
  changed_by uuid,
  changed_at timestamp with time zone not null,
  constraint stations_pkey PRIMARY KEY (id),
  constraint stations_area_code_areas_code_fk FOREIGN KEY (area_code) REFERENCES areas(code),
  constraint stations_changed_by_users_id_fk FOREIGN KEY (changed_by) REFERENCES users(id)
);
create unique index one_open_station_a_name ON stations USING btree (area_code, name) WHERE (closed_on IS NULL);
create index stations_by_county ON stations USING btree (county_code, area_code, id);
alter table stations enable row level security;
create policy flow_all on stations to shouwang_flow using (true) with check (true);
create policy web_scope on stations to shouwang_web using (((county_code = ANY (( SELECT (NULLIF(current_setting('shouwang.counties'::text, true), ''::text))::text[] AS "nullif")::text[])) AND (area_code ^@ ANY (( SELECT (NULLIF(current_setting('shouwang.areas'::text, true), ''::text))::text[] AS "nullif")::text[]))));
grant insert, select, update on stations to shouwang_flow;
grant insert, select, update on stations to shouwang_web;

create table task_alerts (
  task_id uuid not null,
  alert_id uuid not null,
  joined_at timestamp with time zone not null,
  constraint task_alerts_task_id_alert_id_pk PRIMARY KEY (task_id, alert_id),
  constraint one_task_an_alert UNIQUE (alert_id),
  constraint task_alerts_alert_id_alerts_id_fk FOREIGN KEY (alert_id) REFERENCES alerts(id),
  constraint task_alerts_task_id_tasks_id_fk FOREIGN KEY (task_id) REFERENCES tasks(id)
);
alter table task_alerts enable row level security;
create policy flow_all on task_alerts to shouwang_flow using (true) with check (true);
create policy web_joins on task_alerts for insert to shouwang_web with check (((EXISTS ( SELECT 1
   FROM tasks t
  WHERE (t.id = task_alerts.task_id))) AND (EXISTS ( SELECT 1
   FROM alerts a
  WHERE ((a.id = task_alerts.alert_id) AND (a.lead_id IS NOT NULL))))));
create policy web_scope on task_alerts for select to shouwang_web using ((EXISTS ( SELECT 1
   FROM tasks k
  WHERE (k.id = task_alerts.task_id))));
grant delete, insert, select, update on task_alerts to shouwang_flow;
grant insert, select on task_alerts to shouwang_web;

create table tasks (
  id uuid not null,
  kind text not null,
  subject_kind text not null,
  subject_id bigint not null,
  household_id bigint,
  origin_kind text not null,
  origin_id uuid not null,
  case_id uuid,
  county_code text collate "C" not null,
  area_code text collate "C" not null,
  severity text not null,
  state text not null,
  assignee_id uuid,
  opened_at timestamp with time zone not null,
  dispatch_due_at timestamp with time zone not null,
  visit_due_at timestamp with time zone not null,
  confirm_due_at timestamp with time zone not null,
  state_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  outcome_code text,
  return_reason text,
  notice text,
  version integer default 1 not null,
  campaign_id uuid,
  suspended_at timestamp with time zone,
  extended_at timestamp with time zone,
  extension_reason text,
  escalation_level text,
  escalated_at timestamp with time zone,
  acknowledged_at timestamp with time zone,
  acknowledged_by uuid,
  looks_at_id uuid,
  acknowledged_note text,
  dispatched_by uuid,
  dispatched_at timestamp with time zone,
  before_dispatch jsonb,
  constraint tasks_pkey PRIMARY KEY (id),
  constraint tasks_assignee_id_users_id_fk FOREIGN KEY (assignee_id) REFERENCES users(id),
  constraint tasks_case_id_cases_id_fk FOREIGN KEY (case_id) REFERENCES cases(id)
);
create index desk_tasks_by_urgency ON tasks USING btree (county_code, severity, (
CASE
    WHEN (state = ANY (ARRAY['waiting'::text, 'dispatched'::text, 'returned'::text])) THEN dispatch_due_at
    WHEN (state = ANY (ARRAY['assigned'::text, 'accepted'::text])) THEN visit_due_at
    ELSE confirm_due_at
END), id) WHERE ((state = ANY (ARRAY['waiting'::text, 'dispatched'::text, 'assigned'::text, 'accepted'::text, 'submitted'::text, 'confirmed'::text, 'returned'::text])) AND ((kind <> 'routine'::text) OR (state = ANY (ARRAY['returned'::text, 'submitted'::text, 'confirmed'::text]))));
create index ended_tasks_by_county ON tasks USING btree (county_code, closed_at, id, area_code, kind) WHERE (state = ANY (ARRAY['closed'::text, 'cancelled'::text]));
create unique index one_open_task_a_subject_and_kind ON tasks USING btree (subject_kind, subject_id, kind) WHERE (state <> ALL (ARRAY['submitted'::text, 'confirmed'::text, 'closed'::text, 'cancelled'::text]));
create index open_tasks_by_urgency ON tasks USING btree (county_code, severity, (
CASE
    WHEN (state = ANY (ARRAY['waiting'::text, 'dispatched'::text, 'returned'::text])) THEN dispatch_due_at
    WHEN (state = ANY (ARRAY['assigned'::text, 'accepted'::text])) THEN visit_due_at
    ELSE confirm_due_at
END), id) WHERE (state = ANY (ARRAY['waiting'::text, 'dispatched'::text, 'assigned'::text, 'accepted'::text, 'submitted'::text, 'confirmed'::text, 'returned'::text]));
create index tasks_by_assignee ON tasks USING btree (assignee_id, state);
create index tasks_by_household ON tasks USING btree (household_id);
create index tasks_escalated_lately ON tasks USING btree (escalated_at) WHERE ((escalated_at IS NOT NULL) AND (closed_at IS NULL));
create index tasks_in_hand ON tasks USING btree (assignee_id) WHERE ((state = ANY (ARRAY['assigned'::text, 'accepted'::text])) AND (kind <> 'routine'::text));
create index tasks_moved_lately ON tasks USING btree (state_at) WHERE (state = ANY (ARRAY['assigned'::text, 'accepted'::text, 'returned'::text, 'cancelled'::text]));
alter table tasks enable row level security;
create policy flow_all on tasks to shouwang_flow using (true) with check (true);
create policy web_opens_leads_tasks on tasks as restrictive for insert to shouwang_web with check ((origin_kind <> 'alert'::text));
create policy web_scope on tasks to shouwang_web using (((county_code = ANY (( SELECT (NULLIF(current_setting('shouwang.counties'::text, true), ''::text))::text[] AS "nullif")::text[])) AND (area_code ^@ ANY (( SELECT (NULLIF(current_setting('shouwang.areas'::text, true), ''::text))::text[] AS "nullif")::text[]))));
grant insert, select, update on tasks to shouwang_flow;
grant insert, select, update on tasks to shouwang_web;

create table tickets (
  id uuid not null,
  department text not null,
  dataset text not null,
  batch_id bigint not null,
  line integer not null,
  alert_id uuid not null,
  task_id uuid not null,
  visit_id uuid,
  county_code text collate "C" not null,
  area_code text collate "C" not null,
  outcome_code text not null,
  state text not null,
  opened_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  answer_code text,
  answer text,
  answered_at timestamp with time zone,
  answered_by uuid,
  version integer default 1 not null,
  constraint tickets_pkey PRIMARY KEY (id)
);
create unique index one_ticket_a_row_and_task ON tickets USING btree (task_id, batch_id, line);
create index tickets_by_county ON tickets USING btree (county_code, state);
create index tickets_by_department ON tickets USING btree (department, state, due_at);
alter table tickets enable row level security;
create policy flow_all on tickets to shouwang_flow using (true) with check (true);
create policy web_scope on tickets to shouwang_web using (((department = NULLIF(current_setting('shouwang.department'::text, true), ''::text)) OR ((county_code = ANY (( SELECT (NULLIF(current_setting('shouwang.counties'::text, true), ''::text))::text[] AS "nullif")::text[])) AND (area_code ^@ ANY (( SELECT (NULLIF(current_setting('shouwang.areas'::text, true), ''::text))::text[] AS "nullif")::text[])))));
grant insert, select, update on tickets to shouwang_flow;
grant select, update on tickets to shouwang_web;

create table touched_households (
  id bigint generated always as identity not null,
  household_id bigint not null,
  batch_id bigint,
  cycle_id bigint,
  cause text,
  constraint touched_households_pkey PRIMARY KEY (id)
);
create index touched_by_household ON touched_households USING btree (household_id);
alter table touched_households enable row level security;
create policy flow_all on touched_households to shouwang_flow using (true) with check (true);
grant delete, insert, select, update on touched_households to shouwang_flow;
grant usage on sequence touched_households_id_seq to shouwang_flow;
grant usage on sequence touched_households_id_seq to shouwang_web;

create table training_runs (
  user_id uuid not null,
  scene text not null,
  started_at timestamp with time zone not null,
  attempts integer default 0 not null,
  passed_at timestamp with time zone,
  constraint training_runs_user_id_scene_pk PRIMARY KEY (user_id, scene),
  constraint training_runs_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id)
);
alter table training_runs enable row level security;
create policy flow_all on training_runs to shouwang_flow using (true) with check (true);
create policy web_restarts on training_runs for update to shouwang_web using ((user_id = shouwang_user()));
create policy web_scope on training_runs for select to shouwang_web using (((user_id = shouwang_user()) OR (EXISTS ( SELECT 1
   FROM users u
  WHERE (u.id = training_runs.user_id)))));
create policy web_starts on training_runs for insert to shouwang_web with check ((user_id = shouwang_user()));
grant insert, select, update on training_runs to shouwang_flow;
grant select on training_runs to shouwang_web;
grant insert (user_id, scene, started_at), update (started_at) on training_runs to shouwang_web;

create table user_areas (
  user_id uuid not null,
  area_code text collate "C" not null,
  from_on date not null,
  until_on date,
  constraint user_areas_user_id_area_code_from_on_pk PRIMARY KEY (user_id, area_code, from_on),
  constraint user_areas_area_code_areas_code_fk FOREIGN KEY (area_code) REFERENCES areas(code),
  constraint user_areas_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id)
);
create index user_areas_by_area ON user_areas USING btree (area_code);
alter table user_areas enable row level security;
create policy flow_all on user_areas to shouwang_flow using (true) with check (true);
create policy web_scope on user_areas for select to shouwang_web using (((user_id = shouwang_user()) OR (area_code ^@ ANY (( SELECT (NULLIF(current_setting('shouwang.areas'::text, true), ''::text))::text[] AS "nullif")::text[]))));
grant delete, insert, select, update on user_areas to shouwang_flow;
grant select on user_areas to shouwang_web;

create table users (
  id uuid not null,
  username text not null,
  password_hash text not null,
  name text not null,
  role text not null,
  visitor_kind text,
  body_key text,
  department text,
  capacity integer default 8 not null,
  is_active boolean default true not null,
  must_change_password boolean default false not null,
  failed_sign_ins integer default 0 not null,
  locked_until timestamp with time zone,
  created_at timestamp with time zone not null,
  blocked_at timestamp with time zone,
  blocked_reason text,
  last_signed_in_at timestamp with time zone,
  version integer default 1 not null,
  constraint users_pkey PRIMARY KEY (id),
  constraint one_account_a_username UNIQUE (username),
  constraint users_body_key_bodies_key_fk FOREIGN KEY (body_key) REFERENCES bodies(key),
  constraint users_department_departments_code_fk FOREIGN KEY (department) REFERENCES departments(code)
);
alter table users enable row level security;
create policy flow_all on users to shouwang_flow using (true) with check (true);
create policy web_scope on users for select to shouwang_web using (((id = shouwang_user()) OR (EXISTS ( SELECT 1
   FROM user_areas a
  WHERE (a.user_id = users.id)))));
create policy web_staff on users for select to shouwang_web using ((EXISTS ( SELECT 1
   FROM body_areas b
  WHERE ((b.body_key = users.body_key) AND (b.area_code ^@ ANY (( SELECT (NULLIF(current_setting('shouwang.areas'::text, true), ''::text))::text[] AS "nullif")::text[]))))));
grant delete, insert, select, update on users to shouwang_flow;
grant select (id, username, name, role, visitor_kind, body_key, department, capacity, is_active) on users to shouwang_web;

create table visit_attempts (
  id uuid not null,
  task_id uuid not null,
  household_id bigint,
  county_code text collate "C" not null,
  area_code text collate "C" not null,
  visitor_id uuid not null,
  attempted_at timestamp with time zone not null,
  received_at timestamp with time zone not null,
  why text not null,
  note text,
  latitude double precision,
  longitude double precision,
  accuracy_metres double precision,
  constraint visit_attempts_pkey PRIMARY KEY (id),
  constraint visit_attempts_task_id_tasks_id_fk FOREIGN KEY (task_id) REFERENCES tasks(id),
  constraint visit_attempts_visitor_id_users_id_fk FOREIGN KEY (visitor_id) REFERENCES users(id)
);
create index visit_attempts_by_household ON visit_attempts USING btree (household_id);
create index visit_attempts_by_task ON visit_attempts USING btree (task_id);
alter table visit_attempts enable row level security;
create policy flow_all on visit_attempts to shouwang_flow using (true) with check (true);
create policy web_scope on visit_attempts to shouwang_web using (((county_code = ANY (( SELECT (NULLIF(current_setting('shouwang.counties'::text, true), ''::text))::text[] AS "nullif")::text[])) AND (area_code ^@ ANY (( SELECT (NULLIF(current_setting('shouwang.areas'::text, true), ''::text))::text[] AS "nullif")::text[]))));
grant insert, select on visit_attempts to shouwang_flow;
grant insert, select on visit_attempts to shouwang_web;

create table visit_choices (
  visit_id uuid not null,
  field text not null,
  task_id uuid not null,
  county_code text collate "C" not null,
  area_code text collate "C" not null,
  chosen text not null,
  mine jsonb,
  theirs jsonb,
  chosen_by uuid not null,
  chosen_at timestamp with time zone not null,
  constraint visit_choices_visit_id_field_pk PRIMARY KEY (visit_id, field),
  constraint visit_choices_chosen_by_users_id_fk FOREIGN KEY (chosen_by) REFERENCES users(id)
);
create index choices_by_task ON visit_choices USING btree (task_id);
alter table visit_choices enable row level security;
create policy flow_all on visit_choices to shouwang_flow using (true) with check (true);
create policy web_chooses on visit_choices for insert to shouwang_web with check (((chosen_by = shouwang_user()) AND (EXISTS ( SELECT 1
   FROM field_changes c
  WHERE ((c.id = visit_choices.visit_id) AND (c.user_id = shouwang_user()) AND (c.county_code = visit_choices.county_code))))));
create policy web_scope on visit_choices for select to shouwang_web using (((chosen_by = shouwang_user()) OR ((county_code = ANY (( SELECT (NULLIF(current_setting('shouwang.counties'::text, true), ''::text))::text[] AS "nullif")::text[])) AND (area_code ^@ ANY (( SELECT (NULLIF(current_setting('shouwang.areas'::text, true), ''::text))::text[] AS "nullif")::text[])))));
grant select on visit_choices to shouwang_flow;
grant insert, select on visit_choices to shouwang_web;

create table visits (
  id uuid not null,
  task_id uuid not null,
  household_id bigint,
  county_code text collate "C" not null,
  area_code text collate "C" not null,
  visitor_id uuid not null,
  visitor_kind text not null,
  visited_at timestamp with time zone not null,
  submitted_at timestamp with time zone not null,
  latitude double precision,
  longitude double precision,
  accuracy_metres double precision,
  no_place_reason text,
  outcome_code text not null,
  cause text,
  note text not null,
  assistance_note text,
  answers jsonb default '{}'::jsonb not null,
  origin text default 'phone'::text not null,
  entered_by uuid,
  constraint visits_pkey PRIMARY KEY (id),
  constraint visits_task_id_tasks_id_fk FOREIGN KEY (task_id) REFERENCES tasks(id),
  constraint visits_visitor_id_users_id_fk FOREIGN KEY (visitor_id) REFERENCES users(id)
);
create index visits_by_household ON visits USING btree (household_id);
create index visits_by_task ON visits USING btree (task_id);
alter table visits enable row level security;
create policy flow_all on visits to shouwang_flow using (true) with check (true);
create policy web_finds_home on visits as restrictive for update to shouwang_web using ((household_id IS NULL)) with check (true);
create policy web_scope on visits to shouwang_web using (((county_code = ANY (( SELECT (NULLIF(current_setting('shouwang.counties'::text, true), ''::text))::text[] AS "nullif")::text[])) AND (area_code ^@ ANY (( SELECT (NULLIF(current_setting('shouwang.areas'::text, true), ''::text))::text[] AS "nullif")::text[]))));
grant insert, select, update on visits to shouwang_flow;
grant insert, select on visits to shouwang_web;
grant update (household_id) on visits to shouwang_web;

create table waiting_findings (
  id bigint not null,
  rule_id text not null,
  household_id bigint not null,
  county_code text collate "C" not null,
  area_code text collate "C" not null,
  subject_kind text not null,
  subject_id bigint not null,
  event_key text not null,
  since_on date not null,
  found_at timestamp with time zone not null,
  constraint waiting_findings_pkey PRIMARY KEY (id)
);
create index waiting_findings_by_county ON waiting_findings USING btree (county_code);
create index waiting_findings_by_household ON waiting_findings USING btree (household_id);
create index waiting_findings_by_subject ON waiting_findings USING btree (rule_id, subject_kind, subject_id);
alter table waiting_findings enable row level security;
create policy flow_all on waiting_findings to shouwang_flow using (true) with check (true);
create policy web_scope on waiting_findings to shouwang_web using (((county_code = ANY (( SELECT (NULLIF(current_setting('shouwang.counties'::text, true), ''::text))::text[] AS "nullif")::text[])) AND (area_code ^@ ANY (( SELECT (NULLIF(current_setting('shouwang.areas'::text, true), ''::text))::text[] AS "nullif")::text[]))));
grant select on waiting_findings to shouwang_flow;
grant select on waiting_findings to shouwang_web;

create table waiting_rows (
  id bigint generated always as identity not null,
  batch_id bigint not null,
  line integer not null,
  id_hash bytea not null,
  name text,
  facts jsonb not null,
  matched_at timestamp with time zone,
  constraint waiting_rows_pkey PRIMARY KEY (id),
  constraint waiting_rows_batch_id_batches_id_fk FOREIGN KEY (batch_id) REFERENCES batches(id)
);
create index waiting_rows_by_batch ON waiting_rows USING btree (batch_id);
create index waiting_rows_to_match ON waiting_rows USING btree (id_hash) WHERE (matched_at IS NULL);
alter table waiting_rows enable row level security;
create policy flow_all on waiting_rows to shouwang_flow using (true) with check (true);
grant delete, insert, select, update on waiting_rows to shouwang_flow;
grant usage on sequence waiting_rows_id_seq to shouwang_flow;
grant usage on sequence waiting_rows_id_seq to shouwang_web;
