// Characters as departments type them, brought to one form. Leaves meaning to identity, money, date.

// \s has no zero-width characters; they come with text copied from web pages.
const EDGE = /[\s\u200b-\u200d\u2060]/;
const PLAIN = /^[\x21-\x7e]*$/;
const FULL_WIDTH = /[\uff01-\uff5e\u3000]/g;

/** Without surrounding spaces (full-width ones too). */
export function trim(text: string): string {
  if (PLAIN.test(text)) return text;
  // By hand: /\s+$/ looks at a long gap inside once from each of its spaces, which takes minutes in a megabyte of them.
  let [start, end] = [0, text.length];
  while (start < end && EDGE.test(text[start]!)) start++;
  while (end > start && EDGE.test(text[end - 1]!)) end--;
  return text.slice(start, end);
}

/** Trimmed, and full-width forms (０-９ Ａ-Ｚ （） ，) as their half-width ones. Not NFKC: that would read ① as 1. */
export function narrow(text: string): string {
  if (PLAIN.test(text)) return text;
  return trim(text.replace(FULL_WIDTH, (c) => (c === '\u3000' ? ' ' : String.fromCharCode(c.charCodeAt(0) - 0xfee0))));
}

/** A heading for comparing: narrowed, lower case, without any space or line break inside. */
export function headingKey(text: string): string {
  return narrow(text)
    .replace(/[\s\u200b-\u200d\u2060]+/g, '')
    .toLowerCase();
}
