-- by hand
-- What a request may see is read once a statement and not once a row: each policy that names the setting bare gets it in a subquery,
-- as those of tasks and alerts have it. A coordinator's hundred villages were parsed anew for every row.
do $$
declare
  bare constant text := 'ANY \(\(NULLIF\(current_setting\(''shouwang\.(counties|areas)''::text, true\), ''''::text\)\)::text\[\]\)';
  once constant text := 'ANY ((select (NULLIF(current_setting(''shouwang.\1''::text, true), ''''::text))::text[])::text[])';
  p record;
begin
  for p in select tablename, policyname, qual, with_check from pg_policies
      where schemaname = 'public' and 'shouwang_web' = any (roles) and (qual ~ bare or with_check ~ bare) loop
    execute format('alter policy %I on %I', p.policyname, p.tablename)
      || coalesce(' using (' || regexp_replace(p.qual, bare, once, 'g') || ')', '')
      || coalesce(' with check (' || regexp_replace(p.with_check, bare, once, 'g') || ')', '');
  end loop;
end $$;
--> statement-breakpoint
-- Asked by body: one account's name needed all 1,157 bodies compared with all villages of whoever asks.
alter policy web_staff on users using (exists (
  select 1 from body_areas b where b.body_key = users.body_key
    and b.area_code ^@ any ((select nullif(current_setting('shouwang.areas', true), '')::text[])::text[])));
