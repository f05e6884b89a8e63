// `shouwang silences`: of what nobody is told, why and until when.
import { parseArgs } from 'node:util';
import { recordAct } from '../audit/record.ts';
import { LONGEST_SILENCE } from '../flow/alerts/model.ts';
import { silencedRules } from '../flow/alerts/silence-routes.ts';
import { addSilence, endSilence, findSilenced, listSilences, previewSilence } from '../flow/alerts/silences.ts';
import { readBook } from '../flow/rules/book.ts';
import { tellingFaults } from './faults.ts';
import { parseInstant, withService } from './open.ts';
import { AT_COMMAND_LINE, wholeProvince } from './province.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const USAGE =
  '用法 Usage: silences [list [--all] [--json] | add --reason R --until DAY [--rule ID] [--household N] [--area CODE] | end <id>]';

export async function silences(args: string[]): Promise<number> {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { ...{ rule: text, household: text, area: text, reason: text, until: text }, all: flag, json: flag },
  });
  const [verb = 'list', id] = positionals;
  if (verb === 'list') return await list(values.all ?? false, values.json ?? false);
  if (verb === 'end' && id && UUID.test(id)) return await end(id);
  if (verb !== 'add' || !values.reason || !values.until) throw new Error(USAGE);
  const wanted = { ...values, reason: values.reason, until: parseInstant(values.until) };
  return await tellingFaults(() => add(wanted));
}

async function list(all: boolean, asJson: boolean): Promise<number> {
  return await withService(async ({ flow, catalogue, clock }) => {
    const rules = silencedRules({ ...catalogue, book: await readBook(flow, catalogue.book) });
    const rows = await listSilences(flow, await wholeProvince(flow), { rules, now: clock(), all });
    if (asJson) for (const row of rows) console.log(JSON.stringify(row));
    else if (rows.length === 0) console.log('没有。 / None.');
    else
      console.table(
        rows.map(({ id, ruleId, household, place, reason, untilAt, endedAt, madeBy }) => ({
          ...{ id, rule: ruleId ?? '*', household, place, reason, until: untilAt, ended: endedAt, by: madeBy },
        })),
      );
    return 0;
  });
}

interface Wanted {
  rule?: string | undefined;
  household?: string | undefined;
  area?: string | undefined;
  reason: string;
  until: Date;
}

async function add({ rule, household, area, reason, until }: Wanted): Promise<number> {
  return await withService(async ({ flow, catalogue, clock }) => {
    const now = clock();
    const book = await readBook(flow, catalogue.book);
    const rules = silencedRules({ ...catalogue, book });
    const scope = await wholeProvince(flow);
    const { id, hidden } = await flow.transaction(async (tx) => {
      const silenced = await findSilenced(tx, scope, { ruleId: rule, household, area }, rules);
      const hidden = await previewSilence(tx, silenced, { book, rules, now });
      const id = await addSilence(tx, silenced, { reason, until, by: AT_COMMAND_LINE, now });
      const details = { rule: silenced.ruleId, ofOne: silenced.householdId !== null, until: until.toISOString() };
      const about = { subjectKind: 'silence', subjectId: id, areaCode: silenced.area, details };
      await recordAct(tx, { at: now, actor: 'command', action: 'silence.create', ...about });
      return { id, hidden };
    });
    console.log(
      `${id}\n现在压住${hidden.findings}条研判结果（${hidden.households}户），不动${hidden.untouched}条未结预警，最长${LONGEST_SILENCE}天。 / ` +
        `Hides ${hidden.findings} findings of ${hidden.households} households now; ${hidden.untouched} open alerts go on.`,
    );
    return 0;
  });
}

async function end(id: string): Promise<number> {
  return await withService(async ({ flow, clock }) => {
    const now = clock();
    const scope = await wholeProvince(flow);
    await flow.transaction(async (tx) => {
      const { area } = await endSilence(tx, scope, { id, by: null, now });
      const about = { subjectKind: 'silence', subjectId: id, areaCode: area };
      await recordAct(tx, { at: now, actor: 'command', action: 'silence.end', ...about });
    });
    console.log('已结束；下一次比对会补发仍成立的。 / Ended: the next turn raises what still holds.');
    return 0;
  });
}
