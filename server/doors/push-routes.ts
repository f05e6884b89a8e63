// Pushing by a department's system: rows come in by its key, and what became of them is told. Nothing else can be read with a key.
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Executor } from '../../db/client.ts';
import type { KeyHolder } from '../access/api-keys.ts';
import { defineKeyedRoute, type Route } from '../access/route.ts';
import type { Catalogue } from '../catalogue.ts';
import { IntakeView } from '../flow/ingest/model.ts';
import { orNotFound } from '../kernel/problem.ts';
import { queueIntake } from './intakes.ts';
import { readIntakes } from './views.ts';

const Told = IntakeView.shape.reason;
/** An intake without its rows: figures, codes and reasons only. */
const PushView = IntakeView.pick({
  id: true,
  dataset: true,
  period: true,
  state: true,
  asks: true,
  rowsRead: true,
}).extend({
  name: z.string(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  isHeld: z.boolean().describe('in, and not in force until the province has confirmed it'),
  counts: z
    .object({ accepted: z.number(), waiting: z.number(), rejected: z.record(z.string(), z.number()) })
    .nullable()
    .describe('after it was taken in; rejected by code'),
  reason: Told.describe('why nothing of it was taken, where that is so'),
  stateAt: z.string().describe('where to ask again, with the same key'),
});
type PushView = z.infer<typeof PushView>;

export function pushRoutes({ catalogue, dataDir }: { catalogue: Catalogue; dataDir: string }): Route[] {
  const post = defineKeyedRoute({
    method: 'POST',
    url: '/api/push/:dataset',
    action: 'batch.push',
    summary: 'Push rows of one dataset as NDJSON; the same bytes again change nothing (state `known`)',
    takesStream: true,
    isAccepted: true,
    params: z.object({ dataset: z.string().max(80) }),
    query: z.object({
      period: z.string().trim().min(1).max(20).optional().describe('when neither rows nor name say it: 2026-10'),
      name: z
        .string()
        .trim()
        .regex(/^[^/\\\p{Cc}]{1,200}$/u)
        .optional()
        .describe('what the delivery is called in lists; default by the dataset'),
    }),
    response: PushView,
    async handle({ tx, key, params, query, file, now, record }) {
      const contract = orNotFound(
        catalogue.contracts.find((one) => one.dataset === params.dataset && one.department === key.department),
      );
      const { period, name = `推送_${contract.title.zh}.ndjson` } = query;
      const { dataset, department } = contract;
      const request = { channel: 'push' as const, path: file.path, fileName: name, department, dataset };
      const id = await queueIntake(
        tx,
        { clock: () => now, config: { dataDir } },
        { ...request, ...(period && { period }) },
      );
      const details = { key: key.name, dataset, bytes: file.bytes };
      await record({ subjectKind: 'intake', subjectId: id, areaCode: '22', details });
      return await view(tx, key, id);
    },
  });

  const get = defineKeyedRoute({
    method: 'GET',
    url: '/api/push/intakes/:id',
    action: 'batch.push',
    summary: 'What became of pushed rows: state, counts, reason; only of the key’s own department',
    params: z.object({ id: z.uuid() }),
    response: PushView,
    handle: ({ tx, key, params }) => view(tx, key, params.id),
  });

  const view = async (tx: Executor, { department }: KeyHolder, id: string): Promise<PushView> => {
    const own = sql`i.id = ${id}::uuid and i.channel = 'push' and i.department = ${department}`;
    const { fileName, batch, ...intake } = orNotFound((await readIntakes(tx, catalogue, own, 1))[0]);
    return {
      ...intake,
      name: fileName,
      isHeld: batch?.status === 'held',
      counts: batch && { accepted: batch.good, waiting: batch.waiting, rejected: batch.rejected },
      stateAt: `/api/push/intakes/${id}`,
    };
  };

  return [post, get];
}
