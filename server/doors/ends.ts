// How an intake ends when its file is not in: the state, the reason in both languages, and what a person can do. Pure.
import type { IntakeEnd } from '../flow/ingest/intake-store.ts';
import { FileRefused, type Told } from '../flow/ingest/reject.ts';
import { isFull, toProblem } from '../http/problems.ts';
import { CANCELLED, LAID_DOWN } from './beat.ts';

export interface IntakeFailure {
  told: Told;
  error: unknown;
  /** Neither the file nor a person is the cause: it belongs in the service's log. */
  isOurs: boolean;
}

/** The file was written to, or cut short, while it was read. */
export class FileChanged extends Error {}

/** The file, or the batch it is said to correct, is another dataset's. */
export class NotYours extends Error {
  readonly title: Told;

  constructor(title: Told) {
    super('not yours');
    this.title = title;
  }
}

export const STOPPED: Told = {
  zh: '读它的进程停了，没有收下任何内容。请重新交一次。',
  en: 'The process that read it stopped, and nothing of it was taken in. Hand it in again.',
};

const AGAIN: Told = { zh: '文件还在，可以重新收。', en: 'The file is kept: take it in again.' };
const SEND: Told = { zh: '请再交一次。', en: 'Hand it in again.' };

/** The end for what was thrown, or for the reason it was stopped. */
export function endOf(reason: unknown, isKept: boolean): { end: IntakeEnd; failure: IntakeFailure } {
  if (reason instanceof FileRefused) return refused(reason);
  if (reason instanceof NotYours) {
    const told = {
      zh: `这是“${reason.title.zh}”的数据，不是所说的那一项：没有收下。请核对文件和要更正的批次。`,
      en: `This is data of "${reason.title.en}", not of what was said: nothing was taken in. Check the file and the batch it corrects.`,
    };
    return { end: { state: 'refused', isKept: false, reason: told }, failure: failureOf(told, reason) };
  }
  if (reason === CANCELLED) {
    const told = { zh: '已按要求停下，没有收下任何内容。', en: 'Stopped as asked; nothing of it was taken in.' };
    return { end: { state: 'cancelled', isKept: false, reason: told }, failure: failureOf(told, reason) };
  }
  const { what, isFile } = brokenBy(reason);
  const way = isKept && !isFile ? AGAIN : SEND;
  const told = { zh: `${what.zh}没有收下任何内容。${way.zh}`, en: `${what.en} Nothing of it was taken in. ${way.en}` };
  const isOurs = !isFile && reason !== LAID_DOWN;
  return {
    end: { state: 'broken-off', isKept: !isFile, reason: told },
    failure: { ...failureOf(told, reason), isOurs },
  };
}

const failureOf = (told: Told, error: unknown): IntakeFailure => ({ told, error, isOurs: false });

function refused(error: FileRefused): { end: IntakeEnd; failure: IntakeFailure } {
  const { proposals } = error;
  const asks =
    error.reason === 'no-period' || error.reason === 'bad-period'
      ? 'period'
      : error.reason === 'unknown-layout' && proposals.length > 0
        ? 'layout'
        : 'nothing';
  const end: IntakeEnd = { state: 'refused', isKept: asks !== 'nothing', reason: error.told, asks, proposals };
  return { end, failure: failureOf(error.told, error) };
}

function brokenBy(reason: unknown): { what: Told; isFile: boolean } {
  const codes = codesOf(reason);
  if (reason instanceof FileChanged)
    return {
      what: { zh: '文件在读取时被改动或截短。', en: 'The file was changed or cut short while it was read.' },
      isFile: true,
    };
  if (codes.includes('ENOENT')) return { what: { zh: '文件不在了。', en: 'The file is gone.' }, isFile: true };
  if (codes.some(isFull))
    return { what: { zh: '磁盘已满，请先腾出空间。', en: 'The disk is full: make room first.' }, isFile: false };
  if (reason === LAID_DOWN) return { what: { zh: '服务停下了。', en: 'The service was stopped.' }, isFile: false };
  if (toProblem(reason).code === 'unavailable')
    return { what: { zh: '数据库中断了。', en: 'The database went away.' }, isFile: false };
  return { what: { zh: '出了意外，已记下。', en: 'Something unexpected happened and was logged.' }, isFile: false };
}

function codesOf(error: unknown): string[] {
  const codes: string[] = [];
  for (
    let at = error as { code?: string; cause?: unknown } | undefined;
    at && codes.length < 5;
    at = at.cause as typeof at
  )
    codes.push(at.code ?? '');
  return codes;
}
