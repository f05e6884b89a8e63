// `shouwang ingest`: files and folders through the ordinary door, one after the other.
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { sql } from 'drizzle-orm';
import { FileRefused } from '../flow/ingest/reject.ts';
import { listBatches } from '../flow/ingest/store.ts';
import { handIn } from '../hand-in.ts';
import { announceBatch } from '../live/batches.ts';
import { parseInstant, withService } from './open.ts';

interface Named {
  path: string;
  isNamed: boolean;
}

export async function ingest(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { period: { type: 'string' }, now: { type: 'string' }, json: { type: 'boolean' } },
  });
  if (positionals.length === 0) throw new Error('请给出文件或文件夹。 / Give a file or a folder.');
  const files = (await Promise.all(positionals.map(filesOf))).flat();
  return await withService(async (service) => {
    const now = values.now ? parseInstant(values.now) : service.clock();
    let isFailed = false;
    let refused = 0;
    for (const { path, isNamed } of files) {
      try {
        const taken = await handIn(service, path, { now, ...(values.period ? { period: values.period } : {}) });
        const [batch] = await listBatches(service.flow, sql`b.id = ${taken.batchId}`);
        if (!taken.isKnown) await announceBatch(service.flow, taken.batchId);
        if (values.json) console.log(JSON.stringify({ ...batch, isKnown: taken.isKnown }));
        else
          console.log(
            `${taken.isKnown ? '已收过，没有改变 known, nothing changed' : summary(batch!)}  ${basename(path)}`,
          );
      } catch (error) {
        if (!(error instanceof FileRefused)) throw error;
        refused++;
        // In a folder, a layout nobody knows yet is another dataset's file: said, and passed over.
        if (isNamed || error.reason !== 'unknown-layout') isFailed = true;
        console.error(`退回 refused  ${basename(path)}\n  ${error.told.zh}\n  ${error.told.en}`);
      }
    }
    if (refused > 0)
      console.error(
        `${refused} 个文件退回，${files.length - refused} 个收下。 / ${refused} refused, ${files.length - refused} taken in.`,
      );
    return isFailed ? 1 : 0;
  });
}

function summary(batch: { good: number; waiting: number; rejected: Record<string, number> }): string {
  const rejected = Object.values(batch.rejected).reduce((sum, count) => sum + count, 0);
  return `收下 ${batch.good}，待认 ${batch.waiting}，退回 ${rejected}`.padEnd(28);
}

async function filesOf(path: string): Promise<Named[]> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new Error(`没有“${path}”。 / There is no "${path}".`);
  if (!found.isDirectory()) return [{ path, isNamed: true }];
  const names = (await readdir(path))
    .filter((name) => /\.(csv|xlsx|txt|tsv)$/i.test(name) && !name.startsWith('.'))
    .sort();
  return names.map((name) => ({ path: join(path, name), isNamed: false }));
}
