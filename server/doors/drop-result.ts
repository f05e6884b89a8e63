// What became of a dropped file, beside it: <file>.result.json for a machine, <file>.result.txt for a person, and the rejected rows as
// <file>.rejects.csv. Those rows are personal and plain: they are the department's own, lie in its own folder, and the log notes them.
import { lstat, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { recordAct } from '../audit/record.ts';
import type { BatchView } from '../flow/ingest/model.ts';
import type { Told } from '../flow/ingest/reject.ts';
import { rejectFile } from '../flow/ingest/reject-file.ts';
import { freeName, type Place, writeBeside } from './drop-place.ts';
import type { IntakeDoor, IntakeOutcome } from './intakes.ts';
import { readBatches, readRejectedRows } from './views.ts';

/** How a dropped file ended. */
export type DropEnd =
  | { state: 'done' | 'known'; taken: NonNullable<IntakeOutcome['taken']> }
  | {
      state: 'refused' | 'cancelled' | 'broken-off';
      reason: Told;
      asks: 'nothing' | 'period' | 'layout';
      /** Of a file with real people in a rehearsal: its result stands there without it. */
      isDeleted?: boolean;
    };

const PERIOD: Told = {
  zh: '请在文件名里写上是哪一期（如“工资_202610.csv”），再放进来。',
  en: 'Put the period in its name (as in "wages_202610.csv") and drop it again.',
};
const LAYOUT: Told = {
  zh: '请联络员在“数据来源”页把这个文件交一次，对一遍表头；以后同样的表头直接放进来就收。',
  en: 'Let the liaison hand this file in once on the page of data sources and match its headings: from then on files like it are taken from here.',
};
const DELETED: Told = { zh: '这里的这份文件已经删掉。', en: 'The copy that was dropped here is deleted.' };
const AGAIN: Told = { zh: '改好后再放进来。', en: 'Drop it again when that is mended.' };
const CORRECT: Told = {
  zh: '退回的行在旁边的 .rejects.csv 里：改好，原因一列留着、去掉都行，只把这些行再放进来。',
  en: 'The rejected rows are in the .rejects.csv beside this: correct them, with or without the column of reasons, and drop these rows alone.',
};
/** Of a list sent whole, a few rows alone would be a list on which all others are missing. */
const CORRECT_LIST: Told = {
  zh: '退回的行在旁边的 .rejects.csv 里：在原来的名单里改好，把整份名单再放进来；只放这几行，就成了其他人都不在名单上。',
  en: 'The rejected rows are in the .rejects.csv beside this: correct them in the list and drop the whole list again. These rows alone would say that nobody else is on it.',
};
const HELD: Told = {
  zh: '这份名单比上一份少了很多人，先压住，要等省里确认才生效。请核对是否漏交；不用再放一次。',
  en: 'This list leaves out many people of the last one: it is held until the province confirms it. Check that nothing is missing; do not drop it again.',
};

interface Dropped {
  door: IntakeDoor;
  place: Place;
  /** Its name in taking/. */
  name: string;
  /** As it was dropped. */
  fileName: string;
}

/** Writes the result and then moves the file beside it: who sees the file there finds the result complete. Repeated, it ends the same. */
export async function tellResult({ door, place, name, fileName }: Dropped, end: DropEnd): Promise<void> {
  const taken = 'taken' in end ? end.taken : undefined;
  const folder = taken ? place.done : place.refused;
  const from = join(place.taking, name);
  const owner = await lstat(from);
  const to = await freeName(folder, fileName);
  const batch = taken ? (await readBatches(door.flow, door.catalogue, sql`b.id = ${taken.batchId}`, 1))[0] : undefined;
  const rejected = countOf(batch);
  const rejectsFile = rejected > 0 ? `${to}.rejects.csv` : null;
  if (taken && rejectsFile) await writeBeside(join(folder, rejectsFile), await readRejects(door, taken.batchId), owner);
  const isList = door.catalogue.contracts.find((one) => one.dataset === batch?.dataset)?.mode === 'snapshot';
  const way = rejected === 0 ? [] : [isList ? CORRECT_LIST : CORRECT];
  const told = 'taken' in end ? inWords(end.state === 'known', batch, way) : refusalInWords(end);
  const result = {
    ...{ file: fileName, at: door.clock().toISOString(), state: batch?.status === 'held' ? 'held' : end.state },
    ...{ dataset: batch?.dataset ?? null, period: batch?.period ?? null, batch: batch?.id ?? null },
    counts: batch ? { accepted: batch.good, waiting: batch.waiting, rejected: batch.rejected } : null,
    ...{ rejectsFile, told },
  };
  await writeBeside(join(folder, `${to}.result.txt`), `${fileName}\n\n${told.zh}\n\n${told.en}\n`, owner);
  await writeBeside(join(folder, `${to}.result.json`), `${JSON.stringify(result, null, 2)}\n`, owner);
  if ('isDeleted' in end && end.isDeleted) await rm(from, { force: true });
  else await rename(from, join(folder, to));
}

const countOf = (batch: BatchView | undefined) =>
  Object.values(batch?.rejected ?? {}).reduce((sum, count) => sum + count, 0);

function inWords(isKnown: boolean, batch: BatchView | undefined, way: Told[]): Told {
  const { id, title, period, good = 0, waiting = 0, status } = batch ?? {};
  const rejected = countOf(batch);
  const zh = [
    `${isKnown ? '已经收过，这次没有改变什么。' : ''}${title?.zh ?? ''} ${period ?? ''}，第${id}批：收下${good}行，待认${waiting}行，退回${rejected}行。`,
  ];
  const en = [
    `${isKnown ? 'In already; nothing was changed. ' : ''}${title?.en ?? ''}, ${period ?? ''}, batch ${id}: ${good} rows accepted, ${waiting} waiting, ${rejected} rejected.`,
  ];
  for (const more of [...(status === 'held' ? [HELD] : []), ...way]) {
    zh.push(more.zh);
    en.push(more.en);
  }
  return { zh: zh.join('\n'), en: en.join('\n') };
}

function refusalInWords({ reason, asks, isDeleted }: Extract<DropEnd, { reason: Told }>): Told {
  const way = isDeleted ? DELETED : asks === 'period' ? PERIOD : asks === 'layout' ? LAYOUT : AGAIN;
  return { zh: `${reason.zh}\n${way.zh}`, en: `${reason.en}\n${way.en}` };
}

/** The rejected rows as they were sent; that they were written out stands in the log. */
async function readRejects(door: IntakeDoor, batchId: number): Promise<string> {
  return await door.flow.transaction(async (tx) => {
    const { headings, rows } = await readRejectedRows(tx, door.keys, batchId);
    const details = { rejects: rows.length, channel: 'folder' };
    const about = { subjectKind: 'batch', subjectId: String(batchId), details };
    await recordAct(tx, { at: door.clock(), actor: 'system', action: 'reject.fetch', ...about });
    return rejectFile(headings, rows);
  });
}
