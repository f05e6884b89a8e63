// `shouwang pairs …`: the pairs that wait for a clerk, and the decisions on them; the same as the page's, by whoever runs the service.
import { parseArgs } from 'node:util';
import { sql } from 'drizzle-orm';
import { recordSet } from '../audit/record-set.ts';
import { type Decision, decidePair } from '../decide-pair.ts';
import { tryDecision } from '../dry-run-decision.ts';
import { PAIR_VERBS, type PairEffects, type PairRow, type PairVerb } from '../flow/match/model.ts';
import { listPairs } from '../flow/match/pair-store.ts';
import { announceBatch } from '../live/batches.ts';
import { withService } from './open.ts';

const MOST_LISTED = 10_000;
const OPTIONS = {
  reason: { type: 'string' },
  keeps: { type: 'string' },
  'dry-run': { type: 'boolean' },
  json: { type: 'boolean' },
  all: { type: 'boolean' },
} as const;

export async function pairs(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: OPTIONS });
  const [verb, id] = positionals;
  if (verb === undefined) return await list(values.json ?? false, values.all ?? false);
  if (!(PAIR_VERBS as readonly string[]).includes(verb) || !id || !/^[0-9a-f-]{36}$/i.test(id))
    throw new Error('请写 pairs link|dismiss|undo <编号>。 / Write pairs link|dismiss|undo <id>.');
  const { keeps = 'person' } = values;
  if (keeps !== 'person' && keeps !== 'other')
    throw new Error('--keeps 写 person 或 other。 / --keeps is person or other.');
  if (!values.reason && !values['dry-run']) throw new Error('请用 --reason 写明原因。 / Say why by --reason.');
  const decision: Decision = { pairId: id, verb: verb as PairVerb, reason: values.reason ?? '', by: null, keeps };
  return await withService(async ({ flow, keys, catalogue, clock }) => {
    const now = clock();
    if (values['dry-run']) {
      const told = await flow.transaction((tx) => tryDecision(tx, { keys, catalogue }, decision, now));
      console.log(inWords(told));
      return told.refused === null ? 0 : 1;
    }
    await flow.transaction(async (tx) => {
      const { areaCode } = await decidePair(tx, { keys, catalogue }, decision, now);
      const details = { reason: decision.reason };
      await recordSet(tx, now, `pair.${verb}`, 'pair', [{ id, area: areaCode, details }]);
    });
    // A running server compares at once, as after a batch.
    await announceBatch(flow, 0);
    console.log(DONE[decision.verb]);
    return 0;
  });
}

const DONE: Record<PairVerb, string> = {
  link: '已认定为同一人。 / Linked.',
  dismiss: '已排除。 / Dismissed.',
  undo: '已恢复待定。 / Taken back.',
};

async function list(asJson: boolean, all: boolean): Promise<number> {
  return await withService(async ({ flow }) => {
    const rows = await listPairs(flow, all ? sql`true` : sql`k.state = 'open'`, MOST_LISTED);
    if (asJson) for (const row of rows) console.log(JSON.stringify(row));
    else if (rows.length === 0) console.log('没有待核对的人员。 / No pairs wait.');
    else console.table(rows.map(shown));
    return 0;
  });
}

const shown = ({ id, kind, state, name, idMasked, otherName, otherMasked, place }: PairRow) => ({
  ...{ id, kind, state, place, name, number: idMasked, other: otherName, otherNumber: otherMasked },
});

function inWords({ refused, households, facts, begins, ends }: PairEffects): string {
  if (refused !== null) return refused;
  const count = (changes: PairEffects['begins']) =>
    changes.map((one) => `${one.names.zh} ${one.count}`).join('，') || '没有 none';
  return [
    `重算的户 households computed again: ${households.join(', ') || '没有 none'}`,
    `事实 facts: +${facts.come} −${facts.go}`,
    `研判开始 findings begin: ${count(begins)}`,
    `研判结束 findings end: ${count(ends)}`,
  ].join('\n');
}
