// `shouwang batches|findings|alerts|tasks`: lists for the terminal, or NDJSON for a machine. The operator sees the whole province.
import { parseArgs } from 'node:util';
import { type SQL, sql } from 'drizzle-orm';
import { listBacklog } from '../flow/alerts/backlog.ts';
import { listBatches } from '../flow/ingest/store.ts';
import { readBook } from '../flow/rules/book.ts';
import { withService } from './open.ts';
import { wholeProvince } from './province.ts';

type Line = Record<string, unknown>;

const OPTIONS = { json: { type: 'boolean' }, all: { type: 'boolean' }, rule: { type: 'string' } } as const;

async function print(args: string[], read: (flags: { all: boolean; rule?: string }) => SQL): Promise<number> {
  const { values } = parseArgs({ args, options: OPTIONS });
  return await withService(async ({ flow }) => {
    const rows = await flow.execute<Line>(
      read({ all: values.all ?? false, ...(values.rule ? { rule: values.rule } : {}) }),
    );
    show([...rows], values.json ?? false);
    return 0;
  });
}

function show(rows: Line[], asJson: boolean): void {
  if (asJson) for (const row of rows) console.log(JSON.stringify(row));
  else if (rows.length === 0) console.log('没有。 / None.');
  else console.table(rows);
}

async function batches(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: OPTIONS });
  return await withService(async ({ flow }) => {
    const rows = (await listBatches(flow)).map(
      ({ id, file, dataset, period, status, receivedAt, good, waiting, rejected, nameDiffers }) => ({
        ...{ batch: id, file, dataset, period, status, received_at: receivedAt, accepted: good, good, waiting },
        ...{ rejected: values.json ? rejected : JSON.stringify(rejected), name_differs: nameDiffers },
      }),
    );
    show(rows, values.json ?? false);
    return 0;
  });
}

const findings = (args: string[]) =>
  print(args, ({ rule }) => {
    const one = rule ? sql`and f.rule_id = ${rule}` : sql``;
    return sql`select f.rule_id as rule, h.registry_number as household, f.subject_kind as subject, f.since_on::text as since, f."values"
      from findings f join households h on h.id = f.household_id where f.ended_at is null ${one} order by 1, 2, f.id`;
  });

/** What waits for room, by village and rule. */
async function backlog(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { ...OPTIONS, backlog: { type: 'boolean' } } });
  return await withService(async ({ flow, catalogue, clock }) => {
    const book = await readBook(flow, catalogue.book);
    const rows = await listBacklog(flow, await wholeProvince(flow), { book, now: clock(), filter: {} });
    const lines = rows.map(({ areaCode, place, ruleId, severity, findings, households, oldestOn }) => ({
      ...{ area: areaCode, place, rule: ruleId, severity, findings, households, oldest_on: oldestOn },
    }));
    show(lines, values.json ?? false);
    return 0;
  });
}

const alerts = (args: string[]) => (args.includes('--backlog') ? backlog(args) : openAlerts(args));

const openAlerts = (args: string[]) =>
  print(
    args,
    ({
      all,
    }) => sql`select a.id, a.rule_id as rule, h.registry_number as household, a.severity, a.state, a.area_code as area,
      to_json(a.raised_at) #>> '{}' as raised_at, to_json(a.ended_at) #>> '{}' as ended_at, a.end_reason
    from alerts a left join households h on h.id = a.household_id ${all ? sql`` : sql`where a.state = 'open'`} order by a.raised_at, a.id`,
  );

const tasks = (args: string[]) =>
  print(
    args,
    ({
      all,
    }) => sql`select t.id, t.kind, h.registry_number as household, t.severity, t.state, t.area_code as area, u.username as assignee,
      to_json(t.visit_due_at) #>> '{}' as visit_due_at, t.outcome_code as outcome,
      (select array_agg(a.rule_id order by a.rule_id) from task_alerts ta join alerts a on a.id = ta.alert_id where ta.task_id = t.id) as rules
    from tasks t left join households h on h.id = t.household_id left join users u on u.id = t.assignee_id
    ${all ? sql`` : sql`where t.state not in ('closed', 'cancelled')`} order by t.opened_at, t.id`,
  );

export const list = { batches, findings, alerts, tasks };
