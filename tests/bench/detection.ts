// `npm run bench:detection`: do the shipped rules find the families that need help? An invented province is handed in month by month, a
// turn follows each delivery, and what was raised is compared with what really happened, beside naive ways to choose whom to visit.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sql } from 'drizzle-orm';
import { readConfig } from '../../server/config.ts';
import { runCycle } from '../../server/cycle.ts';
import { handIn, handInParameters } from '../../server/hand-in.ts';
import { addDays, addMonths, instantAt, monthEnd } from '../../server/kernel/clock.ts';
import { writeProvince } from '../../server/rehearsal/province/province.ts';
import { openService, type Service } from '../../server/service.ts';
import { BASELINES, drawAny } from './detection-baselines.ts';
import { type Named, type Score, scoreOf, type TrueEpisode, WITHIN } from './detection-score.ts';

const { values } = parseArgs({
  options: {
    households: { type: 'string', default: '20000' },
    months: { type: 'string', default: '24' },
    deliveries: { type: 'string', default: '12' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean' },
  },
});
const UNTIL = '2026-10';
/** A month's files come on this day of the next. */
const DELIVERED = 10;
/** A baseline visits a household again after so many days at the earliest, as the rules' cool-downs do. */
const COOL = 180;
const [households, months, deliveries, seed] = [values.households, values.months, values.deliveries, values.seed].map(
  Number,
) as [number, number, number, number];

const folder = mkdtempSync(join(tmpdir(), 'shouwang-bench-'));
await chmod(folder, 0o711);
const out = join(folder, 'province');
const env = {
  ...process.env,
  SHOUWANG_DATA: join(folder, 'data'),
  SHOUWANG_KEYS: '',
  DATABASE_URL: '',
  SHOUWANG_REHEARSAL: 'off',
};
const service = await openService(readConfig(env), 'shouwang-bench');
try {
  await writeProvince({ households, months, deliveries, until: UNTIL, seed, out });
  await report(await live(service));
} finally {
  await service.close();
  rmSync(folder, { recursive: true, force: true });
}

/** Hands in delivery after delivery; returns whom the baselines named, and on which days turns were run. */
async function live(door: Service): Promise<{ days: string[]; baselines: Named[] }> {
  const start = instantAt(`${addMonths(`${UNTIL}-01`, 1 - deliveries)}`);
  for (const file of readdirSync(out)
    .filter((name) => name.startsWith('参数_'))
    .sort()) {
    await handInParameters(door, join(out, file), start);
  }
  const days: string[] = [];
  const baselines: Named[] = [];
  for (const month of readdirSync(out)
    .filter((name) => /^\d{4}-\d\d$/.test(name))
    .sort()) {
    const day = addDays(monthEnd(`${month}-01`), DELIVERED);
    const now = instantAt(day, '20:00');
    const files = readdirSync(join(out, month)).sort((a, b) => order(a) - order(b) || (a < b ? -1 : 1));
    for (const file of files) await handIn(door, join(out, month, file), { now });
    const turn = await runCycle(door, { trigger: 'command', now, extent: 'whole' });
    if (turn.status !== 'done') throw new Error(JSON.stringify(turn));
    for (const [by, find] of Object.entries(BASELINES)) {
      for (const household of await find(door.flow, day)) baselines.push({ household, by, day: numberOf(day) });
    }
    days.push(day);
    console.error(`${month} ${turn.steps.map((step) => `${step.stage} ${step.rows}`).join(', ')}`);
  }
  return { days, baselines };
}

/** The registry first: then nothing waits. */
function order(file: string): number {
  return file.includes('户籍') ? 0 : 1;
}

async function report({ days, baselines }: { days: string[]; baselines: Named[] }): Promise<void> {
  const alerts = await service.flow.execute<{ household: string; rule: string; class: string; day: string }>(sql`
    select h.registry_number as household, a.rule_id as rule, a.class,
      (a.raised_at at time zone 'Asia/Shanghai')::date::text as day
    from alerts a join households h on h.id = a.household_id where a.rule_id is not null`);
  const named = (isExit: boolean): Named[] =>
    alerts
      .filter((alert) => (alert.class === 'change') === isExit)
      .map((alert) => ({ household: alert.household, by: alert.rule, day: numberOf(alert.day) }));
  const episodes = readFileSync(join(out, 'truth', 'events.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const help = truthOf(episodes, 'need_from', 'need_until');
  const undue = truthOf(episodes, 'undue_from', 'undue_until');
  // What began after the first delivery was looked at, and long enough before the last.
  const judged = { from: numberOf(days[0]!), until: numberOf(days.at(-1)!) - WITHIN };
  const score = (list: readonly Named[], truth: readonly TrueEpisode[]) => scoreOf(list, truth, judged);
  const [helping, ending] = [named(false), named(true)];
  const random: Named[] = [];
  for (const day of days) {
    const count = new Set(helping.filter((one) => one.day === numberOf(day)).map((one) => one.household)).size;
    for (const household of await drawAny(service.flow, day, count))
      random.push({ household, by: 'random', day: numberOf(day) });
  }
  const byRule = (list: Named[], truth: TrueEpisode[]) =>
    Object.fromEntries(
      [...new Set(list.map((one) => one.by))].sort().map((rule) => [
        rule,
        score(
          list.filter((one) => one.by === rule),
          truth,
        ),
      ]),
    );
  const naive = Object.keys(BASELINES).map(
    (by) => [by, score(cooled(baselines.filter((one) => one.by === by)), help)] as const,
  );
  const summary = {
    ...{ machine: `${cpus().length} × ${cpus()[0]?.model}`, node: process.version },
    ...{ households, months, deliveries, seed, turns: days.length, judged: { from: days[0], within: WITHIN } },
    help: { rules: score(helping, help), ...Object.fromEntries(naive), 'drawn at random': score(random, help) },
    helpByRule: byRule(helping, help),
    exit: score(ending, undue),
    exitByRule: byRule(ending, undue),
  };
  if (values.json) console.log(JSON.stringify(summary));
  else print(summary);
}

function print(summary: {
  help: Record<string, Score>;
  helpByRule: Record<string, Score>;
  exit: Score;
  exitByRule: Record<string, Score>;
}): void {
  const line = ({ visits, precision, episodes, found, recall, medianDays, visitsPerFound }: Score) => ({
    ...{
      visits,
      precision,
      episodes,
      found,
      recall,
      'median days': medianDays,
      'visits a household found': visitsPerFound,
    },
  });
  const table = (scores: Record<string, Score>) =>
    console.table(Object.fromEntries(Object.entries(scores).map(([name, score]) => [name, line(score)])));
  console.log('help: the shipped rules beside naive choices');
  table(summary.help);
  console.log('help: recall of the shipped rules by what happened');
  console.table(summary.help.rules!.recallByKind);
  console.log('help: by rule (recall of each rule alone, over all hardship)');
  table(summary.helpByRule);
  console.log('exit: aid that was no longer due');
  table({ rules: summary.exit, ...summary.exitByRule });
  console.table(summary.exit.recallByKind);
}

function truthOf(episodes: Record<string, string | null>[], from: string, until: string): TrueEpisode[] {
  return episodes.flatMap((episode) => {
    const [first, last] = [episode[from], episode[until]];
    if (!first) return [];
    return [
      {
        household: episode.household!,
        kind: episode.kind!,
        on: numberOf(episode.on!),
        from: numberOf(first),
        until: last ? numberOf(last) : Number.POSITIVE_INFINITY,
      },
    ];
  });
}

/** Days on which a household is newly named. */
function cooled(list: readonly Named[]): Named[] {
  const last = new Map<string, number>();
  return list.filter(({ household, day }) => {
    if (day - (last.get(household) ?? Number.NEGATIVE_INFINITY) < COOL) return false;
    last.set(household, day);
    return true;
  });
}

function numberOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / 86_400_000;
}
