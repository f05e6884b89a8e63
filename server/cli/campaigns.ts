// `shouwang campaigns`: surveys after disasters and sweeps by hand; begin one, end one.
import { parseArgs } from 'node:util';
import { recordAct } from '../audit/record.ts';
import { readBook } from '../flow/rules/book.ts';
import { SweepInput } from '../flow/tasks/campaigns/model.ts';
import { endCampaign, listCampaigns, openSweep, wishOf } from '../flow/tasks/campaigns/store.ts';
import { tellingFaults } from './faults.ts';
import { withService } from './open.ts';
import { wholeProvince } from './province.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const USAGE =
  '用法 Usage: campaigns [list [--json] | open --name N --reason R --area CODE --due DAY [--condition CEL] [--share S | --size N] [--seed S] | end <id>]';

export async function campaigns(args: string[]): Promise<number> {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      ...{ name: text, reason: text, area: text, due: text, condition: text, share: text, size: text, seed: text },
      json: { type: 'boolean' },
    },
  });
  const [verb = 'list', id] = positionals;
  if (verb === 'list') return await list(values.json ?? false);
  if (verb === 'end' && id && UUID.test(id)) return await end(id);
  if (verb !== 'open') throw new Error(USAGE);
  const { share, size, seed, json: _, ...said } = values;
  const draw =
    share || size
      ? { ...(share && { share: Number(share) }), ...(size && { size: Number(size) }), ...(seed && { seed }) }
      : undefined;
  const input = SweepInput.safeParse({ ...said, ...(draw && { draw }) });
  if (!input.success)
    throw new Error(`${USAGE}\n${input.error.issues.map((one) => `${one.path.join('.')}: ${one.message}`).join('\n')}`);
  return await tellingFaults(() => open(input.data));
}

async function list(asJson: boolean): Promise<number> {
  return await withService(async ({ flow }) => {
    const rows = await listCampaigns(flow, await wholeProvince(flow));
    if (asJson) for (const row of rows) console.log(JSON.stringify(row));
    else if (rows.length === 0) console.log('没有。 / None.');
    else
      console.table(
        rows.map(({ id, kind, name, place, picked, tasks, dueAt, endedAt }) => ({
          ...{ id, kind, name, place, picked, closed: tasks.closed, open: tasks.open, due: dueAt, ended: endedAt },
        })),
      );
    return 0;
  });
}

async function open(input: SweepInput): Promise<number> {
  return await withService(async ({ flow, catalogue, clock }) => {
    const now = clock();
    const scope = await wholeProvince(flow);
    const book = await readBook(flow, catalogue.book);
    const begun = await flow.transaction(async (tx) => {
      const wish = wishOf(input, scope, now);
      const begun = await openSweep(tx, wish, { input, book, by: null, now });
      const details = { condition: wish.condition, seed: wish.draw?.seed ?? null, picked: begun.picked };
      const about = { subjectKind: 'campaign', subjectId: begun.id, areaCode: input.area, details };
      await recordAct(tx, { at: now, actor: 'command', action: 'campaign.create', ...about });
      return begun;
    });
    console.log(
      `${begun.id}\n${begun.population}户中的${begun.picked}户；下一次比对开出任务。 / ${begun.picked} of ${begun.population} households: the next turn opens their tasks.`,
    );
    return 0;
  });
}

async function end(id: string): Promise<number> {
  return await withService(async ({ flow, clock }) => {
    const now = clock();
    const scope = await wholeProvince(flow);
    await flow.transaction(async (tx) => {
      const { area } = await endCampaign(tx, scope, { id, by: null, now });
      const about = { subjectKind: 'campaign', subjectId: id, areaCode: area };
      await recordAct(tx, { at: now, actor: 'command', action: 'campaign.end', ...about });
    });
    console.log('已结束。 / Ended.');
    return 0;
  });
}
