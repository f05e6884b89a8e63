// `shouwang batches …`: take a batch back, or let a held one in; the list itself is list.ts's.
import { parseArgs } from 'node:util';
import { recordSet } from '../audit/record-set.ts';
import { tryWithdrawal } from '../dry-run.ts';
import type { Consequences } from '../flow/ingest/model.ts';
import { announceBatch } from '../live/batches.ts';
import { confirmBatch, withdrawBatch } from '../withdraw.ts';
import { list } from './list.ts';
import { withService } from './open.ts';

export async function batches(args: string[]): Promise<number> {
  const [verb] = args;
  if (verb !== 'withdraw' && verb !== 'confirm') return await list.batches(args);
  const { values, positionals } = parseArgs({
    args: args.slice(1),
    allowPositionals: true,
    options: { reason: { type: 'string' }, 'dry-run': { type: 'boolean' } },
  });
  const id = Number(positionals[0]);
  if (!Number.isInteger(id)) throw new Error('请给出批次号（batches 可查）。 / Give a batch number (see batches).');
  return await withService(async (service) => {
    const { flow, catalogue } = service;
    const now = service.clock();
    if (verb === 'withdraw' && values['dry-run']) {
      console.log(inWords(await tryWithdrawal(service, id, now)));
      return 0;
    }
    if (verb === 'withdraw' && !values.reason) throw new Error('请用 --reason 写明原因。 / Say why by --reason.');
    const reason = values.reason ?? '';
    await flow.transaction(async (tx) => {
      if (verb === 'confirm') await confirmBatch(tx, catalogue, id, now);
      else await withdrawBatch(tx, catalogue, id, { status: 'withdrawn', reason, by: null }, now);
      await recordSet(tx, now, `batch.${verb}`, 'batch', [{ id: String(id), area: null, details: { reason } }]);
    });
    await announceBatch(flow, id);
    console.log(
      verb === 'confirm'
        ? `批次 ${id} 已生效。 / Batch ${id} is in force.`
        : `批次 ${id} 已撤回。 / Batch ${id} is withdrawn.`,
    );
    return 0;
  });
}

function inWords({ households, raises, ends, toldTasks }: Consequences): string {
  const count = (list: Consequences['raises']) =>
    list.map((one) => `${one.names.zh} ${one.count}`).join('，') || '没有 none';
  return [
    `重算 ${households} 户 households computed again`,
    `新增预警 raises: ${count(raises)}`,
    `结束预警 ends: ${count(ends)}`,
    `要告知已派出的任务 tasks told: ${toldTasks}`,
  ].join('\n');
}
