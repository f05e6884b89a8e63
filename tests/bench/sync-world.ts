// A hundred villages to sync: a coordinator each with a hundred and fifty households, two years of what departments told, the alerts
// with the evidence behind them, earlier visits, and a task for every door. Invented by hashes of numbers, as api-world.ts is.
import { sql } from 'drizzle-orm';
import type { Database } from '../../db/client.ts';
import { hashToken } from '../../server/access/sessions.ts';
import type { Catalogue } from '../../server/catalogue.ts';
import type { Keys } from '../../server/kernel/keys.ts';
import { draw, makeRules } from './api-world.ts';

export interface VillagesSize {
  phones: number;
  households: number;
  months: number;
  /** The present, ISO. */
  now: string;
}

/** What stands in the cookie of phone n: every phone is signed in from the start. */
export const tokenOf = (phone: number) => `bench-phone-${phone}`;

/** Fills an empty, published database as its owner; returns what stands. */
export async function makeVillages(
  owner: Database,
  { catalogue, keys }: { catalogue: Catalogue; keys: Keys },
  size: VillagesSize,
): Promise<Record<string, number>> {
  const run = (statement: string) => owner.execute(sql.raw(statement));
  const { phones, households, months, now: present } = size;
  const now = `timestamptz '${present}'`;
  const first = `date_trunc('month', ${now})::date - interval '${months} months'`;
  await run(`create temporary table villages as select row_number() over (order by md5(code)) as n, code from areas where level = 'village'
    order by md5(code) limit ${phones}`);
  await makeHolders(owner, size);
  await run(`insert into households (id, public_id, registry_number, area_code, county_code, settlement) overriding system value
    select h, gen_random_uuid(), 'B' || h, v.code, left(v.code, 6), 'rural' from generate_series(1, ${phones * households}) h
    join villages v on v.n = (h - 1) / ${households} + 1`);
  await run(
    `create temporary table people as select h.id * 4 + k as id, h.id as household_id, k from households h, generate_series(0, ${draw('h.id', 1, 4)}) k`,
  );
  await run(`insert into persons (id, id_kind, id_hash, id_masked, name, sex, born_on) overriding system value
    select id, 'resident-id', decode(md5(id::text), 'hex'), '2299**', substr('王李张刘陈杨赵黄周吴', 1 + ${draw('household_id', 2, 10)}::int, 1)
        || substr('建国秀英桂兰玉梅志强淑珍凤', 1 + ${draw('id', 3, 12)}::int, 2), case id % 2 when 0 then 'male' else 'female' end,
      date '2026-01-01' - ${draw('id', 4, 30_000)}::int from people`);
  await owner.execute(sql`create temporary table numbers as select row_number() over () - 1 as n, decode(hex, 'hex') as cipher
    from unnest(${sql.param(Array.from({ length: 2000 }, (_, n) => keys.encrypt(`1440000${String(n * 5).padStart(4, '0')}`).toString('hex')))}::text[]) hex`);
  await owner.execute(sql`create temporary table doors as select row_number() over () - 1 as n, decode(hex, 'hex') as cipher
    from unnest(${sql.param(Array.from({ length: 2000 }, (_, n) => keys.encrypt(`${1 + (n % 9)}组${1 + ((n * 7) % 173)}号`).toString('hex')))}::text[]) hex`);
  await run(
    `update persons p set phone_cipher = x.cipher from numbers x where x.n = ${draw('p.id', 5, 2000)} and p.id % 3 > 0`,
  );
  await run(`insert into batches (dataset, origin, department, file_name, sha256, period, period_from, period_until, status, in_force_from, received_at)
    select d, 'delivery', 'police', d || '_' || to_char(m, 'YYYYMM') || '.csv', d || m, to_char(m, 'YYYY-MM'), m, (m + interval '1 month - 1 day')::date,
      'accepted', m, m + interval '1 month'
    from unnest(array[${catalogue.contracts.map(({ dataset }) => `'${dataset}'`).join()}]) d,
      generate_series(${first}, ${first} + interval '${months - 1} months', interval '1 month') m`);
  await run(`insert into memberships (person_id, household_id, kind, relation, is_head, from_on, batch_id, line, recorded_at)
    select id, household_id, 'registered', (array['户主','配偶','子','母'])[1 + k], k = 0, ${first}, 1, id, ${first} from people`);
  await run('update households set head_person_id = id * 4');
  await run(`insert into residences (household_id, kind, area_code, settlement, address_cipher, from_on, batch_id, line, recorded_at)
    select h.id, 'registered', h.area_code, h.settlement, d.cipher, ${first}, 1, h.id, ${first} from households h join doors d on d.n = ${draw('h.id', 6, 2000)}`);
  await run(`insert into facts (kind, subject_kind, subject_id, on_date, amount, natural_key, batch_id, line, recorded_at)
    select k.kind, 'person', p.id, b.period_from, 20000 + ${draw('p.id', 7, 300_000)}, gen_random_uuid(), b.id, p.id, b.received_at
    from people p cross join (values ('income.wage', 0), ('income.pension', 1), ('medical.self_paid', 2)) k(kind, n)
      join (select min(id) as id, period_from, min(received_at) as received_at from batches group by period_from) b on ${draw('p.id', 8, 4)} >= k.n`);
  await makeRules(owner, catalogue);
  await makeSignals(owner, size);
  await run('vacuum analyze');
  const tables = ['households', 'persons', 'facts', 'alerts', 'alert_evidence', 'tasks', 'visits'];
  const [counts] = await owner.execute<Record<string, number>>(
    sql.raw(`select ${tables.map((name) => `(select count(*)::int from ${name}) as ${name}`).join()}`),
  );
  return counts!;
}

/** The coordinators, each with a village and a session that holds. */
async function makeHolders(owner: Database, { phones, now }: VillagesSize): Promise<void> {
  await owner.execute(
    sql.raw(`create temporary table holders as select n, gen_random_uuid() as user_id, code from villages`),
  );
  await owner.execute(
    sql.raw(`insert into users (id, username, password_hash, name, role, visitor_kind, capacity, created_at)
    select user_id, 'bench-' || n, '-', '协理员' || n, 'village-coordinator', 'coordinator', 200, '2025-01-01' from holders`),
  );
  await owner.execute(
    sql.raw(
      `insert into user_areas (user_id, area_code, from_on) select user_id, code, date '2024-01-01' from holders`,
    ),
  );
  const tokens = Array.from({ length: phones }, (_, n) => hashToken(tokenOf(n)));
  await owner.execute(sql`insert into sessions (token_hash, user_id, created_at, last_seen_at, expires_at)
    select t.hash, h.user_id, ${now}::timestamptz, ${now}::timestamptz, ${now}::timestamptz + interval '14 days'
    from unnest(${sql.param(tokens)}::text[]) with ordinality t(hash, n) join holders h on h.n = t.n`);
}

/** Four times before somebody was sent to each door, and somebody is sent now: one to three alerts, a month's evidence behind each. */
async function makeSignals(owner: Database, { months, now: present }: VillagesSize): Promise<void> {
  const run = (statement: string) => owner.execute(sql.raw(statement));
  const now = `timestamptz '${present}'`;
  await run(`create temporary table work as
    select h.id * 8 + i as n, h.id as household_id, h.county_code, h.area_code, i = 0 as is_open, p.opened_at, new_id(p.opened_at) as task_id,
      new_id(p.opened_at) as case_id, a.user_id, case when i > 0 then 'closed' when ${draw('h.id', 11, 3)} = 0 then 'accepted' else 'assigned' end as state
    from households h join holders a on a.code = h.area_code cross join generate_series(0, 4) i
    cross join lateral (select ${now} - make_interval(days => case i when 0 then 1 else i * ${Math.floor((months * 30) / 5)} end,
      secs => ${draw('h.id * 8 + i', 12, 80_000)}) as opened_at) p`);
  await run('analyze work');
  await run(`insert into cases (id, household_id, county_code, area_code, opened_at, closed_at, outcome)
    select case_id, household_id, county_code, area_code, opened_at, case when not is_open then opened_at + interval '9 days' end,
      case when not is_open then 'helped' end from work`);
  await run(`insert into tasks (id, kind, subject_kind, subject_id, household_id, origin_kind, origin_id, case_id, county_code, area_code, severity,
      state, assignee_id, opened_at, dispatch_due_at, visit_due_at, confirm_due_at, state_at, closed_at, outcome_code)
    select task_id, 'help', 'household', household_id, household_id, 'alert', task_id, case_id, county_code, area_code,
      (array['red','orange','yellow','blue'])[1 + ${draw('n', 13, 4)}], state, user_id, opened_at, opened_at + interval '5 days', opened_at + interval '10 days',
      opened_at + interval '15 days', opened_at + interval '2 days', case when not is_open then opened_at + interval '9 days' end,
      case when not is_open then 'confirmed-new' end from work`);
  await run(`create temporary table raised as
    select row_number() over (order by w.n, s) as finding_id, new_id(w.opened_at) as alert_id, w.*, r.id as rule_id, r.version_id, r.class,
      r.severity, r.cause, r.values from work w cross join generate_series(0, ${draw('w.n', 14, 3)}) s
    join bench_rules r on r.n = (w.n + s * 3) % (select count(*) from bench_rules)`);
  await run(`insert into findings (id, rule_id, rule_version_id, household_id, subject_kind, subject_id, event_key, "values", since_on, is_backlog, found_at,
      ended_at, end_reason) overriding system value
    select finding_id, rule_id, version_id, household_id, 'household', household_id, '', values, opened_at::date, false, opened_at,
      case when not is_open then opened_at + interval '20 days' end, case when not is_open then 'expired' end from raised`);
  await run(`insert into alerts (id, rule_version_id, finding_id, rule_id, subject_kind, subject_id, event_key, household_id, case_id, county_code, area_code,
      class, severity, cause, state, raised_at, ended_at, end_reason, "values")
    select alert_id, version_id, finding_id, rule_id, 'household', household_id, '', household_id, case_id, county_code, area_code, class, severity, cause,
      case when is_open then 'open' else 'closed' end, opened_at, case when not is_open then opened_at + interval '9 days' end,
      case when not is_open then 'visited' end, values from raised`);
  await run('insert into task_alerts (task_id, alert_id, joined_at) select task_id, alert_id, opened_at from raised');
  await run(`insert into alert_evidence (alert_id, county_code, area_code, indicator, kind, batch_id, line, on_date, amount, person_id)
    select alert_id, county_code, area_code, 'income.last_3_months', 'income.wage', 1 + (n * 7 + e * 13) % (select count(*) from batches), n, opened_at::date,
      200000 + e, household_id * 4 from raised, generate_series(1, 6) e`);
  await run(`insert into visits (id, task_id, household_id, county_code, area_code, visitor_id, visitor_kind, visited_at, submitted_at, latitude, longitude,
      accuracy_metres, outcome_code, note, assistance_note)
    select gen_random_uuid(), task_id, household_id, county_code, area_code, user_id, 'coordinator', opened_at + interval '7 days', opened_at + interval '7 days',
      41 + ${draw('n', 15, 500_000)} / 1e5, 122 + ${draw('n', 16, 900_000)} / 1e5, 20, 'confirmed-new',
      '到户看了，' || (array['老两口都在家，屋里收拾得干净','儿子在外打工，一年没回来','药费一个月三百多，报销后自付一百二','房顶漏雨，去年修过一次','孩子上学，学费有减免'])[1 + ${draw('n', 17, 5)}]
        || '，家里存粮' || ${draw('n', 18, 900)} || '斤', case when ${draw('n', 19, 2)} = 0 then '帮着填了申请表，约好' || (1 + ${draw('n', 20, 28)}) || '号再来' end
    from work where not is_open`);
}
