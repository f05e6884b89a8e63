// `shouwang tickets`: rows that a visit found wrong, and a department's answer given at the operator's hand.
import { parseArgs } from 'node:util';
import { sql } from 'drizzle-orm';
import { recordAct } from '../audit/record.ts';
import { ANSWER_CODES, TicketAnswer } from '../flow/feedback/model.ts';
import { answerTicket } from '../flow/feedback/store.ts';
import { announce } from '../live/hints.ts';
import { withService } from './open.ts';

const MOST_LISTED = 1000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;

export async function tickets(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { all: flag, json: flag, department: text, code: text, text, batch: text },
  });
  const [verb, id = ''] = positionals;
  if (verb === undefined) return await list(values);
  const { code, batch } = values;
  const said = TicketAnswer.safeParse({ code, text: values.text, ...(batch && { batchId: Number(batch) }) });
  if (verb !== 'answer' || !UUID.test(id) || !said.success)
    throw new Error(`用法 Usage: tickets answer <id> --code ${ANSWER_CODES.join('|')} --text T [--batch N]`);
  return await answer(id, said.data);
}

async function list(values: { all?: boolean; json?: boolean; department?: string }): Promise<number> {
  return await withService(async ({ flow, clock }) => {
    const of = values.department === undefined ? sql`true` : sql`t.department = ${values.department}`;
    const rows = await flow.execute<Record<string, unknown>>(sql`
      select t.id, t.department, t.dataset, b.file_name as file, t.line, t.outcome_code as outcome, t.state,
        t.state = 'open' and t.due_at < ${clock().toISOString()} as overdue, to_json(t.due_at) #>> '{}' as due_at,
        t.answer_code as answer_code, t.answer
      from tickets t join batches b on b.id = t.batch_id
      where ${of} and ${values.all ? sql`true` : sql`t.state = 'open'`} order by t.due_at, t.id limit ${MOST_LISTED}`);
    if (values.json) for (const row of rows) console.log(JSON.stringify(row));
    else if (rows.length === 0) console.log('没有。 / None.');
    else console.table([...rows]);
    return 0;
  });
}

async function answer(id: string, said: TicketAnswer): Promise<number> {
  return await withService(async ({ flow, clock }) => {
    const now = clock();
    await flow.transaction(async (tx) => {
      const { area } = await answerTicket(tx, sql`true`, { ...said, id, now, by: null });
      const details = { code: said.code, ...(said.batchId && { batch: said.batchId }) };
      const about = { subjectKind: 'ticket', subjectId: id, areaCode: area, details };
      await recordAct(tx, { at: now, actor: 'command', action: 'ticket.answer', ...about });
      await announce(tx, [{ action: 'ticket.answer', area }]);
    });
    console.log('已答复。 / Answered.');
    return 0;
  });
}
