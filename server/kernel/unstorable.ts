// Values that pass for texts, days and numbers everywhere but in PostgreSQL. Whoever sent one is told so; it is no fault of ours.
import { Problem } from './problem.ts';

/** NUL in a text; half a surrogate pair in JSON. */
const TEXTS = ['22021', '22P05'];
/** A day before the first year, an offset of a day; a number too large for its column. */
const RANGES = ['22008', '22009', '22003'];

/** What to tell the caller of PostgreSQL's word about a value they sent; undefined when that is not what it says. */
export function findUnstorable({ code = '', message = '' }: { code?: string; message?: string }): Problem | undefined {
  if (TEXTS.includes(code) || (code === '22P02' && message.includes('json')))
    return new Problem(
      'bad-request',
      '文字里有存不下的字符（例如半个表情符号），请删掉再报。 / A text holds a character that cannot be stored, such as half an emoji: delete it and send again.',
    );
  if (RANGES.includes(code))
    return new Problem(
      'bad-request',
      '有一个日期或数字超出了范围，请核对。 / A day or a number is out of range: look at it again.',
    );
  return undefined;
}
