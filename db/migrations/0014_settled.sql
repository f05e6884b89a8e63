-- A person may move or cancel a task while a turn joins an alert to it: neither sees the other's rows before commit, and the row of
-- open_work would keep the deadline of before, or stay for good. Locks on the tasks would let a bulk dispatch and a turn wait for each
-- other; so what the running turn raised is looked at once more when its steps are committed.
create or replace function fold_figures() returns void language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
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
end $$;
