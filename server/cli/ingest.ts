// `shouwang ingest`: files and folders through the ordinary door, one after the other.
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { sql } from 'drizzle-orm';
import type { OnRows } from '../doors/beat.ts';
import { startIntake } from '../doors/intakes.ts';
import { FileRefused } from '../flow/ingest/reject.ts';
import { listBatches } from '../flow/ingest/store.ts';
import { filesOf } from './files.ts';
import { parseInstant, withService } from './open.ts';

export async function ingest(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { period: { type: 'string' }, now: { type: 'string' }, json: { type: 'boolean' } },
  });
  if (positionals.length === 0) throw new Error('请给出文件或文件夹。 / Give a file or a folder.');
  const files = (await Promise.all(positionals.map(filesOf))).flat();
  if (files.length === 0)
    console.error(
      '没有可收的文件（.csv .xlsx .txt .tsv .ndjson）。 / No file to take in (.csv .xlsx .txt .tsv .ndjson).',
    );
  return await withService(async (service) => {
    const now = values.now ? parseInstant(values.now) : service.clock();
    let isFailed = false;
    let refused = 0;
    for (const { path, isNamed } of files) {
      const request = { channel: 'command' as const, path, fileName: basename(path), now };
      const bar = progressBar(basename(path));
      const period = values.period ? { period: values.period } : {};
      const { ended } = await startIntake(service, { ...request, ...period }, bar.show);
      const { taken, failure } = await ended;
      bar.clear();
      if (taken) {
        const [batch] = await listBatches(service.flow, sql`b.id = ${taken.batchId}`);
        if (values.json) console.log(JSON.stringify({ ...batch, isKnown: taken.isKnown }));
        else
          console.log(
            `${taken.isKnown ? '已收过，没有改变 known, nothing changed' : summary(batch!)}  ${basename(path)}`,
          );
        continue;
      }
      if (failure?.isOurs) {
        console.error(`${basename(path)}\n  ${failure.told.zh}\n  ${failure.told.en}`);
        throw failure.error;
      }
      refused++;
      // In a folder, a layout nobody knows yet is another dataset's file: said, and passed over.
      if (isNamed || !isUnknown(failure?.error)) isFailed = true;
      console.error(`退回 refused  ${basename(path)}\n  ${failure?.told.zh}\n  ${failure?.told.en}`);
    }
    if (refused > 0)
      console.error(
        `${refused} 个文件退回，${files.length - refused} 个收下。 / ${refused} refused, ${files.length - refused} taken in.`,
      );
    return isFailed ? 1 : 0;
  });
}

function isUnknown(error: unknown): boolean {
  return error instanceof FileRefused && error.reason === 'unknown-layout';
}

/** One line on a terminal, written over itself; nothing where nobody looks. */
function progressBar(name: string): { show: OnRows; clear(): void } {
  const { stderr } = process;
  const clear = () => void (stderr.isTTY && stderr.write('\r\x1b[K'));
  return {
    show(rows, share) {
      if (!stderr.isTTY) return;
      const done = share === undefined ? '' : `[${'█'.repeat(Math.round(share * 20)).padEnd(20, '·')}] `;
      stderr.write(`\r\x1b[K${done}${rows.toLocaleString('en')} 行 rows  ${name}`);
    },
    clear,
  };
}

function summary(batch: { good: number; waiting: number; rejected: Record<string, number> }): string {
  const rejected = Object.values(batch.rejected).reduce((sum, count) => sum + count, 0);
  return `收下 ${batch.good}，待认 ${batch.waiting}，退回 ${rejected}`.padEnd(28);
}
