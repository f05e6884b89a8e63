// Handing in by the page: a file comes in, is tried or taken, asks what it must, and can be stopped.
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Executor } from '../../db/client.ts';
import { defineRoute, type Route, type SignedIn } from '../access/route.ts';
import type { Catalogue } from '../catalogue.ts';
import { askCancel, findIntake, type Intake, startOver } from '../flow/ingest/intake-store.ts';
import { IntakeView } from '../flow/ingest/model.ts';
import { encodeCursor, PageQuery, pageOf, readCursor } from '../kernel/page.ts';
import { orNotFound, Problem } from '../kernel/problem.ts';
import { queueIntake, wakeIntakes } from './intakes.ts';
import { isTheirs, readIntakes } from './views.ts';

const Flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((text) => text === 'true');
/** An empty field of a form says nothing. */
const Period = z
  .string()
  .trim()
  .max(20)
  .optional()
  .transform((text) => text || undefined);
const Id = z.object({ id: z.uuid() });

export function intakeRoutes({ catalogue, dataDir }: { catalogue: Catalogue; dataDir: string }): Route[] {
  const view = async (tx: Executor, id: string): Promise<IntakeView> =>
    orNotFound((await readIntakes(tx, catalogue, sql`i.id = ${id}::uuid`, 1))[0]);

  const post = defineRoute({
    method: 'POST',
    url: '/api/intakes',
    action: 'batch.hand-in',
    summary: 'Hand a file in, or only try it; how far it is, is asked of GET /api/intakes/:id',
    isTrusted: true,
    takesFile: true,
    body: z.object({
      period: Period.describe('when the file does not say'),
      dryRun: Flag.describe('true: say what it would change, and change nothing'),
      corrects: z.coerce.number().int().positive().optional().describe('the batch it corrects'),
    }),
    response: IntakeView,
    async handle({ tx, user, body, file, now, record }) {
      const { period, dryRun, corrects } = body;
      if (corrects !== undefined) await batchOf(tx, user, corrects);
      const id = await queueIntake(
        tx,
        { clock: () => now, config: { dataDir } },
        {
          ...{ channel: 'page', path: file.path, fileName: file.name, isDryRun: dryRun, requestedBy: user.id },
          ...{ department: user.department, ...(period && { period }), ...(corrects && { corrects }) },
        },
      );
      const details = { bytes: file.bytes, isDryRun: dryRun };
      await record({ subjectKind: 'intake', subjectId: id, areaCode: '22', details });
      return await view(tx, id);
    },
  });

  const list = defineRoute({
    method: 'GET',
    url: '/api/intakes',
    action: 'batch.read',
    summary: 'Files on their way in and what became of them, newest first',
    isTrusted: true,
    query: PageQuery.extend({ mine: Flag.describe('only what I have handed in') }),
    response: pageOf(IntakeView),
    async handle({ tx, user, query }) {
      const before = readCursor(query.after, z.tuple([z.uuid()]))?.[0];
      const only = sql`${isTheirs(user, sql`i.department`)}
        and ${query.mine ? sql`i.requested_by = ${user.id}::uuid` : sql`true`}
        and ${before ? sql`i.id < ${before}::uuid` : sql`true`}`;
      const rows = await readIntakes(tx, catalogue, only, query.limit + 1);
      const items = rows.slice(0, query.limit);
      return { items, next: rows.length > items.length ? encodeCursor([items.at(-1)?.id]) : null };
    },
  });

  const get = defineRoute({
    method: 'GET',
    url: '/api/intakes/:id',
    action: 'batch.read',
    summary: 'One file on its way in: how far, what it asks, what it would change or has become',
    isTrusted: true,
    params: Id,
    response: IntakeView,
    async handle({ tx, user, params }) {
      await intakeOf(tx, user, params.id);
      return await view(tx, params.id);
    },
  });

  const cancel = defineRoute({
    method: 'POST',
    url: '/api/intakes/:id/cancel',
    action: 'intake.cancel',
    summary: 'Stop a file on its way in; until it is all in, nothing of it is',
    isTrusted: true,
    params: Id,
    response: IntakeView,
    async handle({ tx, user, params, now, record }) {
      await intakeOf(tx, user, params.id);
      if (!(await askCancel(tx, params.id, now))) throw new Problem('state-conflict');
      await record({ subjectKind: 'intake', subjectId: params.id, areaCode: '22' });
      return await view(tx, params.id);
    },
  });

  const handIn = defineRoute({
    method: 'POST',
    url: '/api/intakes/:id/hand-in',
    action: 'batch.hand-in',
    summary: 'Take in the kept file of a try, of one that asked something, or of one that broke off',
    isTrusted: true,
    params: Id,
    body: z.object({ period: Period, dryRun: z.boolean().default(false) }),
    response: IntakeView,
    async handle({ tx, user, params, body, now, record }) {
      await intakeOf(tx, user, params.id);
      const said = { period: body.period ?? null, isDryRun: body.dryRun };
      if (!(await startOver(tx, params.id, said, now))) throw new Problem('state-conflict');
      await wakeIntakes(tx);
      await record({ subjectKind: 'intake', subjectId: params.id, areaCode: '22', details: { again: true, ...said } });
      return await view(tx, params.id);
    },
  });

  return [post, list, get, cancel, handIn];
}

/** An intake of the user's own, or 404. */
export async function intakeOf(tx: Executor, user: SignedIn, id: string): Promise<Intake> {
  return orNotFound(await findIntake(tx, id, isTheirs(user, sql`i.department`)));
}

/** The dataset of a batch of the user's own that a person handed in, or 404. */
export async function batchOf(tx: Executor, user: SignedIn, id: number): Promise<string> {
  const [row] = await tx.execute<{ dataset: string }>(sql`select b.dataset from batches b
    where b.id = ${id} and b.origin in ('delivery', 'push') and ${isTheirs(user, sql`b.department`)}`);
  return orNotFound(row).dataset;
}
