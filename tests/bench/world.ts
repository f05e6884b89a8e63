// A world to measure on: households over the real villages with fifteen months of facts, written set-based straight into the tables.
// Invented by hashes of their numbers, so that two runs hold the same; not calibrated, and no rehearsal: nobody's delivery.
import { sql } from 'drizzle-orm';
import type { Database } from '../../db/client.ts';

export interface WorldSize {
  households: number;
  /** The month of the last delivery, YYYY-MM-01. */
  until: string;
  months: number;
}

/** 0 … n-1, the same for the same number and salt. */
const draw = (number: string, salt: number, n: number) =>
  `((hashint8extended(${number}, ${salt}) & 2147483647) % ${n})`;

/** Fills an empty, published database as its owner; returns how many persons and facts stand. */
export async function makeWorld(owner: Database, size: WorldSize): Promise<{ persons: number; facts: number }> {
  const run = (statement: string) => owner.execute(sql.raw(statement));
  const { households, until, months } = size;
  await run(
    `create temporary table villages as select row_number() over (order by code) - 1 as n, code from areas where level = 'village'`,
  );
  await run(`insert into households (id, public_id, registry_number, area_code, county_code, settlement) overriding system value
    select h, gen_random_uuid(), 'B' || h, v.code, left(v.code, 6), case when ${draw('h', 1, 10)} < 6 then 'rural' else 'urban' end
    from generate_series(1, ${households}) h join villages v on v.n = ${draw('h', 2, 1_000_000)} % (select count(*) from villages)`);
  await run(`insert into batches (dataset, origin, department, file_name, sha256, period, period_from, period_until, status, in_force_from, received_at)
    select d, 'delivery', 'police', d || '_' || to_char(m, 'YYYYMM'), d || m, to_char(m, 'YYYY-MM'), m, (m + interval '1 month - 1 day')::date, 'accepted', m, m + interval '1 month'
    from unnest(array['registry','wages','pensions','contributions','aid-roster','medical-settlements','deaths','disaster-families',
      'disability-certificates','unemployment','vehicles','housing-assessments','return-to-poverty','school-roll']) d,
      generate_series(date '${until}' - interval '${months - 1} months', date '${until}', interval '1 month') m`);
  await run(`insert into batch_months (batch_id, dataset, month) select id, dataset, period_from from batches
    where dataset in ('wages', 'pensions', 'contributions', 'aid-roster')`);
  // One to four people: 2.5 on average; the first of a household is its head, a third are over sixty or under eighteen.
  await run(`create temporary table people as select row_number() over () as id, h.id as household_id, k,
      date '${until}' - ((case when k = 1 then 25 + ${draw('h.id', 3, 55)} else ${draw('h.id * 7 + k', 4, 90)} end) * 365 + ${draw('h.id + k', 5, 365)})::int as born_on
    from households h, generate_series(1, 1 + ${draw('h.id', 6, 4)}) k order by h.id, k`);
  await run(`insert into persons (id, id_kind, id_hash, id_masked, name, sex, born_on) overriding system value
    select id, 'resident-id', decode(md5(id::text), 'hex'), '2299**', '人' || id, case id % 2 when 0 then 'male' else 'female' end, born_on from people`);
  await run(`insert into memberships (person_id, household_id, kind, relation, is_head, from_on, batch_id, line, recorded_at)
    select id, household_id, 'registered', case k when 1 then '户主' else '子' end, k = 1, date '${until}' - interval '${months - 1} months', 1, id, now() from people`);
  await run(`update households h set head_person_id = p.id from people p where p.household_id = h.id and p.k = 1`);
  // The rows' own indexes are built afterwards: kept up row by row, a million households took half an hour.
  const indexes = await owner.execute<{
    name: string;
    definition: string;
  }>(sql`select indexname as name, indexdef as definition
    from pg_indexes where tablename = 'facts' and indexname <> 'facts_kind_id_pk'`);
  for (const { name } of indexes) await run(`drop index ${name}`);
  // In the order they arrive: month by month, each month a batch, and its rows in no order of ours.
  const line = 'row_number() over (partition by b.id order by hashint8(p.id), p.id)';
  const facts = (kind: string, columns: string, from: string, dataset: string, subject = 'person') =>
    run(`insert into facts (kind, subject_kind, subject_id, on_date, until_date, amount, code, attributes, natural_key, batch_id, line, recorded_at)
      select '${kind}', '${subject}', ${columns}, gen_random_uuid(), b.id, ${line}, now()
      from (select id, period_from as at from batches where dataset = '${dataset}') b ${from}`);
  const newest = `b.at = date '${until}'`;
  const monthly = (of: string) => `join people p on ${of}`;
  const grown = `p.born_on < date '${until}' - 20 * 365 and p.born_on > date '${until}' - 60 * 365`;
  // One in two hundred loses the work four months before the end.
  const works = `${grown} and ${draw('p.id', 7, 100)} < 55 and (${draw('p.id', 8, 200)} > 0 or b.at < date '${until}' - interval '3 months')`;
  await facts(
    'income.wage',
    `p.id, b.at, null, 150000 + ${draw('p.id', 9, 500000)}, null, '{"employer":"某单位"}'`,
    monthly(works),
    'wages',
  );
  await facts(
    'insurance.contribution',
    `p.id, b.at, null, 300000, '正常', null`,
    monthly(`${works} and ${draw('p.id', 10, 10)} < 7`),
    'contributions',
  );
  await facts(
    'income.pension',
    `p.id, b.at, null, 12000 + ${draw('p.id', 11, 300000)}, '城乡居民基本养老保险', null`,
    monthly(`p.born_on <= date '${until}' - 60 * 365`),
    'pensions',
  );
  const anyDay = (salt: number, within: number) => `date '${until}' + 27 - ${draw('p.id', salt, within)}::int`;
  await facts(
    'medical.self_paid',
    `p.id, ${anyDay(12, 400)}, null, (${draw('p.id', 13, 1000)} ^ 2 * 4)::bigint, '住院', '{"total":"1"}'`,
    `join people p on ${newest} cross join generate_series(1, 3) s where ${draw('p.id', 14, 100)} < 20`,
    'medical-settlements',
  );
  await facts(
    'benefit.dibao',
    `p.id, date '2024-03-01', null, 30000, '低保', null`,
    `join people p on ${newest} and ${draw('p.household_id', 15, 1000)} < 40`,
    'aid-roster',
  );
  await facts(
    'benefit.tekun',
    `p.id, date '2024-05-01', null, 60000, '特困', null`,
    `join people p on ${newest} and ${draw('p.household_id', 15, 1000)} between 40 and 46`,
    'aid-roster',
  );
  await facts(
    'benefit.marginal',
    `p.id, date '2025-01-01', null, 0, '低保边缘', null`,
    `join people p on ${newest} and ${draw('p.household_id', 15, 1000)} between 50 and 55`,
    'aid-roster',
  );
  await facts(
    'disability.certificate',
    `p.id, ${anyDay(16, 3000)}, null, null, (1 + ${draw('p.id', 17, 4)})::text, '{"type":"肢体"}'`,
    `join people p on ${newest} and ${draw('p.id', 18, 100)} < 4`,
    'disability-certificates',
  );
  await facts(
    'life.death',
    `p.id, ${anyDay(19, 400)}, null, null, null, '{}'`,
    `join people p on ${newest} and ${draw('p.id', 20, 1000)} < 6`,
    'deaths',
  );
  await facts(
    'unemployment.registered',
    `p.id, ${anyDay(21, 400)}, null, null, '单位解除', null`,
    `join people p on ${newest} and ${grown} and ${draw('p.id', 22, 1000)} < 10`,
    'unemployment',
  );
  await facts(
    'asset.vehicle',
    `p.id, ${anyDay(23, 3000)}, null, null, case when ${draw('p.id', 24, 3)} = 0 then '小型轿车' else '普通二轮摩托车' end, '{"state":"正常"}'`,
    `join people p on ${newest} and ${draw('p.id', 25, 100)} < 15`,
    'vehicles',
  );
  await facts(
    'school.enrolment',
    `p.id, date '2026-02-01', date '2026-07-31', null, '在读', '{"term":"2026-1","grade":"1"}'`,
    `join people p on ${newest} and p.born_on > date '${until}' - 16 * 365 and p.born_on < date '${until}' - 6 * 365`,
    'school-roll',
  );
  await facts(
    'school.enrolment',
    `p.id, date '2026-08-01', date '2027-01-31', null, '在读', '{"term":"2026-2","grade":"2"}'`,
    `join people p on ${newest} and p.born_on > date '${until}' - 16 * 365 and p.born_on < date '${until}' - 6 * 365 and ${draw('p.id', 26, 500)} > 0`,
    'school-roll',
  );
  const homes = (of: string) => `join households p on ${newest} and ${of}`;
  await facts(
    'disaster.loss',
    `p.id, ${anyDay(27, 400)}, null, 800000, '洪涝', '{"event":"2026年洪涝"}'`,
    homes(`${draw('p.id', 28, 1000)} < 8`),
    'disaster-families',
    'household',
  );
  await facts(
    'housing.assessment',
    `p.id, ${anyDay(29, 2000)}, null, null, (array['A','B','C','D'])[1 + ${draw('p.id', 30, 4)}], '{"only_house":true,"repaired":false}'`,
    homes(`p.settlement = 'rural' and ${draw('p.id', 31, 1000)} < 60`),
    'housing-assessments',
    'household',
  );
  await facts(
    'monitored.household',
    `p.id, date '2025-06-01', null, null, '脱贫不稳定户', '{"risk":"因病","removed":false}'`,
    homes(`p.settlement = 'rural' and ${draw('p.id', 32, 1000)} < 20`),
    'return-to-poverty',
    'household',
  );
  await run(`set maintenance_work_mem = '512MB'`);
  for (const { definition } of indexes) await run(definition.replace(' ONLY ', ' '));
  await run(
    `update batches b set rows_good = f.lines from (select batch_id, count(*)::int as lines from facts group by 1) f where f.batch_id = b.id`,
  );
  await run(`insert into parameters (name, area_code, settlement, value, unit, from_on, status, document, recorded_at) values
    ('dibao_standard', '22', 'urban', 70000, 'fen', '2025-01-01', 'in-force', 'bench', now()),
    ('dibao_standard', '22', 'rural', 48000, 'fen', '2025-01-01', 'in-force', 'bench', now()),
    ('rural_disposable_income_last_year', '22', null, 2170000, 'fen', '2025-01-01', 'in-force', 'bench', now())`);
  for (const table of ['persons', 'households', 'memberships', 'facts', 'batches'])
    await run(`select setval(pg_get_serial_sequence('${table}', 'id'), (select coalesce(max(id), 1) from ${table}))`);
  await run('vacuum analyze');
  const [counts] = await owner.execute<{ persons: number; facts: number }>(
    sql`select (select count(*)::int from persons) as persons, (select count(*)::int from facts) as facts`,
  );
  return counts!;
}
