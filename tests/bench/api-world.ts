// A year's work of a province to serve: a million tasks with their alerts, evidence, findings, visits and people, written set-based
// straight into the tables, in the order in which it would have come. Invented by hashes of numbers, so that two runs hold the same.
import { sql } from 'drizzle-orm';
import type { Database } from '../../db/client.ts';
import type { Catalogue } from '../../server/catalogue.ts';
import type { Keys } from '../../server/kernel/keys.ts';

export interface WorkSize {
  tasks: number;
  /** The present, ISO. */
  now: string;
}

/** 0 … n-1, the same for the same number and salt. */
export const draw = (number: string, salt: number, n: number) =>
  `((hashint8extended((${number})::bigint, ${salt}) & 2147483647) % ${n})`;

/** Fills an empty, published database with the cast in it, as its owner; returns what stands. */
export async function makeWork(
  owner: Database,
  { catalogue, keys }: { catalogue: Catalogue; keys: Keys },
  size: WorkSize,
): Promise<Record<string, number>> {
  const run = (statement: string) => owner.execute(sql.raw(statement));
  const now = `timestamptz '${size.now}'`;
  await makePeople(owner, keys, Math.ceil(size.tasks / 2));
  await run(`insert into batches (dataset, origin, department, file_name, sha256, period, period_from, period_until, status, in_force_from, received_at)
    select d, 'delivery', 'police', d || '_' || to_char(m, 'YYYYMM') || '.csv', d || m, to_char(m, 'YYYY-MM'), m, (m + interval '1 month - 1 day')::date,
      'accepted', m, m + interval '1 month'
    from unnest(array[${catalogue.contracts.map(({ dataset }) => `'${dataset}'`).join()}]) d,
      generate_series(date '2025-08-01', date '2026-09-01', interval '1 month') m`);
  await run(`insert into batch_months (batch_id, dataset, month) select id, dataset, period_from from batches`);
  await makeRules(owner, catalogue);
  // Each household has been visited before; of six in ten something stands now. One task in five has two alerts.
  await run(`create temporary table work as
    select i as n, h.id as household_id, h.county_code, h.area_code, p.state, new_id(p.opened_at) as task_id, new_id(p.opened_at) as case_id, p.opened_at,
      a.user_id as assignee_id, k.severity, k.n as rule_n
    from generate_series(1, ${size.tasks}) i
    join households h on h.id = (i - 1) % (select count(*) from households) + 1
    cross join lateral (select i > (select count(*) from households) and ${draw('i', 1, 100)} < 60 as is_open) o
    cross join lateral (select case when o.is_open then (array['waiting','waiting','waiting','waiting','dispatched','assigned','assigned','accepted',
        'submitted','returned'])[1 + ${draw('i', 2, 10)}] when ${draw('i', 3, 20)} = 0 then 'cancelled' else 'closed' end as state) s
    cross join lateral (select s.state, ${now} - make_interval(secs => case when s.state in ('waiting', 'dispatched', 'returned') then ${draw('i', 4, 480_000)}
        when s.state in ('assigned', 'accepted') then ${draw('i', 4, 950_000)} when s.state = 'submitted' then ${draw('i', 4, 1_400_000)}
        else 2_000_000 + ${draw('i', 4, 28_000_000)} end) as opened_at) p
    join bench_rules k on k.n = ${draw('i', 5, 1_000_000)} % (select count(*) from bench_rules)
    left join bench_hands a on a.township = left(h.area_code, 9) and p.state in ('assigned', 'accepted', 'submitted', 'closed')
    order by p.opened_at`);
  await run('create unique index on work (n)');
  await run('analyze work');
  await run(`insert into cases (id, household_id, county_code, area_code, opened_at, closed_at, outcome)
    select case_id, household_id, county_code, area_code, opened_at, case when state in ('closed', 'cancelled') then opened_at + interval '9 days' end,
      case when state = 'closed' then 'helped' end from work`);
  await run(`insert into tasks (id, kind, subject_kind, subject_id, household_id, origin_kind, origin_id, case_id, county_code, area_code, severity,
      state, assignee_id, opened_at, dispatch_due_at, visit_due_at, confirm_due_at, state_at, closed_at, outcome_code)
    select task_id, 'help', 'household', household_id, household_id, 'alert', task_id, case_id, county_code, area_code, severity, state, assignee_id,
      opened_at, opened_at + interval '5 days', opened_at + interval '10 days', opened_at + interval '15 days', opened_at + interval '2 days',
      case when state in ('closed', 'cancelled') then opened_at + interval '9 days' end,
      case when state = 'closed' then (array['confirmed-new','already-helped','data-wrong'])[1 + ${draw('n', 6, 3)}] end from work`);
  await makeAlerts(owner, now);
  await run(`insert into visits (id, task_id, household_id, county_code, area_code, visitor_id, visitor_kind, visited_at, submitted_at, latitude, longitude,
      accuracy_metres, outcome_code, note)
    select gen_random_uuid(), task_id, household_id, county_code, area_code, assignee_id, 'coordinator', opened_at + interval '7 days', opened_at + interval '7 days',
      41 + ${draw('n', 7, 500_000)} / 1e5, 122 + ${draw('n', 8, 900_000)} / 1e5, 20, 'confirmed-new', '到户看了，第' || n || '家，情况属实'
    from work where state in ('closed', 'submitted') and assignee_id is not null`);
  await run(`insert into cycles (trigger, now, as_of, extent, started_at, finished_at, status)
    values ('nightly', ${now} - interval '9 hours', (${now})::date, 'whole', ${now} - interval '9 hours', ${now} - interval '9 hours', 'done')`);
  await run('vacuum analyze');
  const tables = ['households', 'persons', 'findings', 'alerts', 'alert_evidence', 'tasks', 'visits'];
  const [counts] = await owner.execute<Record<string, number>>(
    sql.raw(`select ${tables.map((name) => `(select count(*)::int from ${name}) as ${name}`).join()}`),
  );
  return counts!;
}

/** Households over the real villages, one to four people each, and a coordinator for each township that the cast leaves without. */
async function makePeople(owner: Database, keys: Keys, households: number): Promise<void> {
  const run = (statement: string) => owner.execute(sql.raw(statement));
  const address = `'\\x${keys.encrypt('一组12号').toString('hex')}'::bytea`;
  await run(
    `create temporary table villages as select row_number() over (order by code) - 1 as n, code from areas where level = 'village'`,
  );
  await run(`insert into households (id, public_id, registry_number, area_code, county_code, settlement) overriding system value
    select h, gen_random_uuid(), 'B' || h, v.code, left(v.code, 6), case when ${draw('h', 11, 10)} < 6 then 'rural' else 'urban' end
    from generate_series(1, ${households}) h join villages v on v.n = ${draw('h', 12, 1_000_000)} % (select count(*) from villages) order by h`);
  await run(`insert into persons (id, id_kind, id_hash, id_masked, name, sex, born_on) overriding system value
    select h.id * 4 + k, 'resident-id', decode(md5((h.id * 4 + k)::text), 'hex'), '2299**', '人' || h.id || k, case k % 2 when 0 then 'male' else 'female' end,
      date '2026-01-01' - (${draw('h.id * 4 + k', 13, 30_000)})::int from households h, generate_series(0, ${draw('h.id', 14, 4)}) k`);
  await run(`insert into memberships (person_id, household_id, kind, relation, is_head, from_on, batch_id, line, recorded_at)
    select id, id / 4, 'registered', case id % 4 when 0 then '户主' else '子' end, id % 4 = 0, date '2025-08-01', 1, 1, '2025-09-01' from persons`);
  await run(`update households set head_person_id = id * 4`);
  await run(`insert into residences (household_id, kind, area_code, settlement, address_cipher, from_on, batch_id, line, recorded_at)
    select id, 'registered', area_code, settlement, ${address}, date '2025-08-01', 1, 1, '2025-09-01' from households`);
  await run(`insert into household_indicators (household_id, county_code, area_code, settlement, members__living)
    select h.id, h.county_code, h.area_code, h.settlement, 1 + ${draw('h.id', 14, 4)} from households h`);
  await run(`insert into users (id, username, password_hash, name, role, visitor_kind, capacity, created_at)
    select gen_random_uuid(), 'bench-' || code, '-', name || '协理员', 'village-coordinator', 'coordinator', 60, '2025-01-01' from areas t
    where level = 'township' and not exists (select 1 from user_areas u where left(u.area_code, 9) = t.code)`);
  await run(`insert into user_areas (user_id, area_code, from_on) select u.id, v.code, date '2025-01-01'
    from users u join areas v on v.parent_code = substr(u.username, 7) where u.username like 'bench-%'`);
  await run(`create temporary table bench_hands as select distinct on (left(area_code, 9)) left(area_code, 9) as township, user_id
    from user_areas order by 1, user_id::text`);
}

/** The published rules with values as a finding of each would keep them. */
export async function makeRules(owner: Database, { book }: Catalogue): Promise<void> {
  const rows = book.rules.map(({ id, definition, names, sources }, n) => {
    const months = Object.fromEntries(sources.map((source) => [`month.${source}`, '2026-09-01']));
    const values = Object.fromEntries(names.map((name, at) => [name, 1000 * (at + 1)]));
    const { class: kind, severity, cause, event } = definition;
    const on = event ? { 'event.on_date': '2026-10-01' } : {};
    return { n, id, class: kind, severity, cause, values: { ...values, ...months, ...on, as_of: '2026-10-31' } };
  });
  await owner.execute(sql`create temporary table bench_rules as
    select r.*, v.id as version_id from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(n int, id text, class text, severity text, cause text, "values" jsonb)
    join rule_versions v on v.rule_id = r.id and v.status = 'published'`);
}

/** One or two alerts a task with two rows of evidence and the finding behind each; and findings that still wait for room. */
async function makeAlerts(owner: Database, now: string): Promise<void> {
  const run = (statement: string) => owner.execute(sql.raw(statement));
  await run(`create temporary table raised as
    select row_number() over (order by w.opened_at, w.n, s) as finding_id, new_id(w.opened_at) as alert_id, w.*, r.id as rule_id, r.version_id, r.class,
      r.severity as alert_severity, r.cause, r.values, w.state not in ('closed', 'cancelled') as is_open
    from work w cross join generate_series(0, case when ${draw('w.n', 21, 5)} = 0 then 1 else 0 end) s
    join bench_rules r on r.n = (w.rule_n + s * 3) % (select count(*) from bench_rules)`);
  await run(`insert into findings (id, rule_id, rule_version_id, household_id, subject_kind, subject_id, event_key, "values", since_on, is_backlog, found_at,
      ended_at, end_reason) overriding system value
    select finding_id, rule_id, version_id, household_id, 'household', household_id, '', values, opened_at::date, ${draw('n', 22, 10)} < 3, opened_at,
      case when not is_open then opened_at + interval '20 days' end, case when not is_open then 'expired' end from raised`);
  await run(`insert into alerts (id, rule_version_id, finding_id, rule_id, subject_kind, subject_id, event_key, household_id, case_id, county_code, area_code,
      class, severity, cause, state, raised_at, ended_at, end_reason, cool_until, "values")
    select alert_id, version_id, finding_id, rule_id, 'household', household_id, '', household_id, case_id, county_code, area_code, class, alert_severity,
      cause, case state when 'closed' then 'closed' when 'cancelled' then 'cancelled' else 'open' end, opened_at,
      case when not is_open then opened_at + interval '9 days' end, case when not is_open then 'visited' end,
      case when state = 'closed' then opened_at + interval '99 days' end, values from raised order by opened_at`);
  await run(
    `insert into task_alerts (task_id, alert_id, joined_at) select task_id, alert_id, opened_at from raised order by opened_at`,
  );
  await run(`insert into alert_evidence (alert_id, county_code, area_code, indicator, kind, batch_id, line, on_date, amount, person_id)
    select alert_id, county_code, area_code, 'income.last_3_months', 'income.wage', 1 + ${draw('n', 23, 100)}, n % 100000, opened_at::date, 200000 + e, household_id * 4
    from raised, generate_series(1, 2) e order by opened_at`);
  await run(`select setval(pg_get_serial_sequence('findings', 'id'), (select max(id) from findings))`);
  // Of households of whom nothing stands: what a newly published rule found, most of it of an age that no village has had room for.
  await run(`insert into findings (rule_id, rule_version_id, household_id, subject_kind, subject_id, event_key, "values", since_on, is_backlog, found_at)
    select r.id, r.version_id, h.id, 'household', h.id, '', r.values, (${now})::date - 100, true, ${now} - interval '3 days'
    from households h join bench_rules r on r.n = 0 where ${draw('h.id', 24, 20)} = 0
      and not exists (select 1 from raised x where x.household_id = h.id and x.is_open)`);
}
