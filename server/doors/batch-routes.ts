// Batches: what came in, what was refused and why, and the two acts on one: taking it back, letting a held one in.
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database, Executor } from '../../db/client.ts';
import { defineRoute, FileAnswer, type Route } from '../access/route.ts';
import type { Catalogue } from '../catalogue.ts';
import { tryWithdrawal } from '../dry-run.ts';
import { BATCH_STATES, BatchView, Consequences, RejectView } from '../flow/ingest/model.ts';
import { rejectFile } from '../flow/ingest/reject-file.ts';
import type { Keys } from '../kernel/keys.ts';
import { encodeCursor, PageQuery, pageOf, readCursor } from '../kernel/page.ts';
import { orNotFound, Problem } from '../kernel/problem.ts';
import { confirmBatch, withdrawBatch } from '../withdraw.ts';
import { batchOf } from './intake-routes.ts';
import { isTheirs, readBatches, readRejectedRows, readRejects } from './views.ts';

const Id = z.object({ id: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) });

/** The numbers of a cursor of ours, or 422. */
function numbersOf(after: string | undefined, length: number, first: number): number[] {
  return readCursor(after, z.array(z.int()).length(length)) ?? Array.from({ length }, () => first);
}

export function batchRoutes({ catalogue, keys }: { catalogue: Catalogue; keys: Keys }): Route[] {
  const view = async (tx: Executor, id: number): Promise<BatchView> =>
    orNotFound((await readBatches(tx, catalogue, sql`b.id = ${id}`, 1))[0]);

  const list = defineRoute({
    method: 'GET',
    url: '/api/batches',
    action: 'batch.read',
    summary: 'Deliveries with what became of their rows, newest first',
    isTrusted: true,
    query: PageQuery.extend({
      dataset: z.string().max(80).optional(),
      status: z.enum(BATCH_STATES).optional(),
    }),
    response: pageOf(BatchView),
    async handle({ tx, user, query }) {
      const [before] = numbersOf(query.after, 1, Number.MAX_SAFE_INTEGER);
      const only = sql`${isTheirs(user, sql`b.department`)} and b.id < ${before}
        and ${query.dataset ? sql`b.dataset = ${query.dataset}` : sql`true`}
        and ${query.status ? sql`b.status = ${query.status}` : sql`true`}`;
      const rows = await readBatches(tx, catalogue, only, query.limit + 1);
      const items = rows.slice(0, query.limit);
      return { items, next: rows.length > items.length ? encodeCursor([items.at(-1)?.id]) : null };
    },
  });

  const get = defineRoute({
    method: 'GET',
    url: '/api/batches/:id',
    action: 'batch.read',
    summary: 'One delivery',
    isTrusted: true,
    params: Id,
    response: BatchView,
    async handle({ tx, user, params }) {
      await batchOf(tx, user, params.id);
      return await view(tx, params.id);
    },
  });

  const rejects = defineRoute({
    method: 'GET',
    url: '/api/batches/:id/rejects',
    action: 'batch.read',
    summary: 'Rows that were refused: line, column, what was found (masked) and what was expected, in the file’s order',
    isTrusted: true,
    params: Id,
    query: PageQuery,
    response: pageOf(RejectView),
    async handle({ tx, user, params, query, record }) {
      await batchOf(tx, user, params.id);
      const [line, id] = numbersOf(query.after, 2, -1) as [number, number];
      const rows = await readRejects(tx, params.id, [line, id], query.limit + 1);
      const items = rows.slice(0, query.limit);
      const last = items.at(-1);
      await record({ subjectKind: 'batch', subjectId: String(params.id), details: { rejects: items.length } });
      return { items, next: rows.length > items.length && last ? encodeCursor([last.line, last.id]) : null };
    },
  });

  const rejectsFile = defineRoute({
    method: 'GET',
    url: '/api/batches/:id/rejects.csv',
    action: 'reject.fetch',
    summary: 'The refused rows as they were sent, in the department’s own layout, with the reason in front',
    isTrusted: true,
    params: Id,
    response: z.string().describe('CSV in UTF-8 with a byte order mark'),
    async handle({ tx, user, params, record }) {
      await batchOf(tx, user, params.id);
      const { fileName, headings, rows } = await readRejectedRows(tx, keys, params.id);
      await record({ subjectKind: 'batch', subjectId: String(params.id), details: { rejects: rows.length } });
      const name = `退回_${fileName.replace(/\.[^.]*$/, '')}.csv`;
      return new FileAnswer({ name, type: 'text/csv; charset=utf-8', content: rejectFile(headings, rows) });
    },
  });

  const withdrawal = defineRoute({
    method: 'GET',
    url: '/api/batches/:id/withdrawal',
    action: 'batch.withdraw',
    summary: 'What taking this delivery back would change: it is done and rolled back',
    isTrusted: true,
    params: Id,
    response: Consequences,
    async handle({ tx, user, params, now }) {
      await batchOf(tx, user, params.id);
      // A savepoint of this request's transaction is all that a rehearsal needs of a database.
      const flow = tx as unknown as Database;
      return await withoutWaiting(tx, () => tryWithdrawal({ flow, keys, catalogue }, params.id, now));
    },
  });

  const withdraw = defineRoute({
    method: 'POST',
    url: '/api/batches/:id/withdraw',
    action: 'batch.withdraw',
    summary: 'Take a delivery back, as if it had never come',
    isTrusted: true,
    startsCycle: true,
    params: Id,
    body: z.object({ reason: z.string().trim().min(1).max(500) }),
    response: BatchView,
    async handle({ tx, user, params, body, now, record }) {
      const dataset = await batchOf(tx, user, params.id);
      const end = { status: 'withdrawn' as const, reason: body.reason, by: user.id };
      await withoutWaiting(tx, () => withdrawBatch(tx, catalogue, params.id, end, now));
      const details = { dataset, reason: body.reason };
      await record({ subjectKind: 'batch', subjectId: String(params.id), areaCode: '22', details });
      return await view(tx, params.id);
    },
  });

  const confirm = defineRoute({
    method: 'POST',
    url: '/api/batches/:id/confirm',
    action: 'batch.confirm',
    summary: 'Let a held delivery in, although it ends much of what was known',
    isTrusted: true,
    startsCycle: true,
    params: Id,
    response: BatchView,
    async handle({ tx, user, params, now, record }) {
      const dataset = await batchOf(tx, user, params.id);
      await withoutWaiting(tx, () => confirmBatch(tx, catalogue, params.id, now));
      await record({ subjectKind: 'batch', subjectId: String(params.id), areaCode: '22', details: { dataset } });
      return await view(tx, params.id);
    },
  });

  return [list, get, rejects, rejectsFile, withdrawal, withdraw, confirm];
}

/** The door lets one in at a time: a person is told that a file is being taken in, and does not wait for its end. */
async function withoutWaiting<T>(tx: Executor, act: () => Promise<T>): Promise<T> {
  await tx.execute(sql`set local lock_timeout = '5s'`);
  try {
    return await act();
  } catch (error) {
    if (codesOf(error).includes('55P03'))
      throw new Problem(
        'unavailable',
        '正在收一个文件，请等它收完再试。 / A file is being taken in: try again when it is done.',
      );
    throw error;
  }
}

function codesOf(error: unknown): (string | undefined)[] {
  const { code, cause } = error as { code?: string; cause?: unknown };
  return cause ? [code, ...codesOf(cause)] : [code];
}
