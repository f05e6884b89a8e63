// Every text that a reader sees stands in a dictionary, in both languages: the sources are parsed, and what is written beside them is found.
// That a dictionary's two halves have the same keys, the compiler says (defineWords).
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';

const CHINESE = /[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]/;
const ENGLISH = /[A-Za-z]{2}/;
/** Attributes that are read out or shown. */
const SEEN = new Set([
  'title',
  'placeholder',
  'alt',
  'label',
  'aria-label',
  'aria-description',
  'aria-roledescription',
]);
/** The names of the languages, each in its own; and names of keys, which are the same in both. */
const OWN_NAMES = new Set(['中文', 'English', 'Esc', 'Enter', 'Shift', 'Ctrl', 'Tab']);

type Node = { type: string; start: number } & Record<string, unknown>;
const isNode = (value: unknown): value is Node => typeof (value as Node | null)?.type === 'string';

/** What is written as text: a string, a piece of a template, a text between tags. */
function textOf(node: Node): string | undefined {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node.type === 'TemplateElement') return (node.value as { cooked: string }).cooked;
  return node.type === 'JSXText' ? (node.value as string) : undefined;
}

/** True where the text has its other half beside it: in a dictionary, in `{ zh, en }`, or on one side of a question for the language. */
function isPaired(above: readonly Node[], source: string): boolean {
  return above.some((node) => {
    if (node.type === 'CallExpression') return (node.callee as Node).name === 'defineWords';
    if (node.type === 'ObjectExpression') {
      const keys = (node.properties as { key?: { name?: string } }[]).map(({ key }) => key?.name);
      return keys.includes('zh') && keys.includes('en');
    }
    if (node.type !== 'ConditionalExpression' && node.type !== 'IfStatement') return false;
    const test = node.test as Node & { end: number };
    return /'(zh|en)'|\bisChinese\b/.test(source.slice(test.start, test.end));
  });
}

const THROUGH = new Set(['JSXExpressionContainer', 'TemplateLiteral', 'ConditionalExpression', 'LogicalExpression']);

/** True for a text that is shown as it stands: between tags, or in an attribute that is read out. */
function isShown(above: readonly Node[]): boolean {
  const at = above.findLastIndex(({ type }) => /^JSX(Attribute|Element|Fragment)$/.test(type));
  const holder = above[at];
  if (!holder || !above.slice(at + 1).every(({ type }) => THROUGH.has(type))) return false;
  return holder.type !== 'JSXAttribute' || SEEN.has(String((holder.name as { name: unknown }).name));
}

/** Texts of one source that stand in no dictionary. */
function looseTexts(path: string, source: string): string[] {
  const { program, errors } = parseSync(path, source, { lang: path.endsWith('x') ? 'tsx' : 'ts' });
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  const found: string[] = [];
  const walk = (node: Node, above: readonly Node[]) => {
    if (node.type.startsWith('TS') && !node.type.endsWith('Expression')) return;
    const text = textOf(node)?.trim();
    if (text && !OWN_NAMES.has(text)) {
      const isText = CHINESE.test(text) || (ENGLISH.test(text) && isShown(above));
      if (isText && !isPaired(above, source))
        found.push(`${path}:${source.slice(0, node.start).split('\n').length} ${text}`);
    }
    for (const value of Object.values(node))
      for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, [...above, node]);
  };
  walk(program as unknown as Node, []);
  return found;
}

/** Chinese that stands in a dictionary's English half. */
function untranslated(path: string, source: string): string[] {
  const found: string[] = [];
  const walk = (node: Node, isEnglish: boolean) => {
    const text = textOf(node);
    if (isEnglish && text && CHINESE.test(text)) found.push(`${path}: ${text}`);
    for (const value of Object.values(node))
      for (const child of Array.isArray(value) ? value : [value])
        if (isNode(child)) walk(child, isEnglish || (node.type === 'Property' && (node.key as Node).name === 'en'));
  };
  walk(parseSync(path, source, { lang: 'tsx' }).program as unknown as Node, false);
  return found;
}

function sourcesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    // What builds the pages is not shown; the phone's manifest has one language, since a browser reads it before anybody chooses.
    if (entry.isDirectory()) return ['dist', 'build'].includes(entry.name) ? [] : sourcesUnder(path);
    return /\.tsx?$/.test(entry.name) && entry.name !== 'vite.config.ts' ? [path] : [];
  });
}

describe('texts outside the dictionaries', () => {
  it.each([
    ['a text between tags', 'const a = <p>再试</p>;'],
    ['an English one', 'const a = <p>Try again</p>;'],
    ['a string in braces', "const a = <p>{'Try again'}</p>;"],
    ['a template in braces', 'const a = <p>{n && `rows`}</p>;'],
    ['one of two', "const a = <p>{isOpen ? 'Open' : words.shut}</p>;"],
    ['a label', 'const a = <input placeholder="Name" />;'],
    ['a Chinese string anywhere', "say('好了');"],
  ])('%s is found', (_name, source) => {
    expect(looseTexts('made-up.tsx', source)).toHaveLength(1);
  });

  it.each([
    ['a dictionary', "const words = defineWords({ zh: { a: '好' }, en: { a: 'good' } });"],
    ['a pair', "const DUTIES = { zh: '派出', en: 'dispatch' };"],
    ['a question for the language', "const day = language === 'zh' ? '日' : 'day';"],
    ['what is no text', 'const a = <p className="late row" id="content">{words.a} · {n}%</p>;'],
  ])('%s is not', (_name, source) => {
    expect(looseTexts('made-up.tsx', source)).toEqual([]);
  });

  it('there are none in the pages', () => {
    expect(sourcesUnder('web').flatMap((path) => looseTexts(path, readFileSync(path, 'utf8')))).toEqual([]);
  });

  it('no English half is left in Chinese', () => {
    expect(untranslated('made-up.ts', "defineWords({ zh: { a: '好' }, en: { a: '好' } });")).toHaveLength(1);
    expect(sourcesUnder('web').flatMap((path) => untranslated(path, readFileSync(path, 'utf8')))).toEqual([]);
  });
});
