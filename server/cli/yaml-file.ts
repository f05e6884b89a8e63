// A YAML file with the lines of what stands in it: where a pointer into it leads.
import { readFileSync } from 'node:fs';
import { basename, relative } from 'node:path';
import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';

/** A fault by its place in the definition. */
export interface Fault {
  readonly pointer: string;
  readonly message: { readonly zh: string; readonly en: string };
  /** Within the text at the pointer, from 1. */
  readonly line?: number;
  readonly column?: number;
  readonly nearest?: string;
}

/** A fault by its place in the file, counted from 1. */
export interface Told {
  file: string;
  line: number;
  column: number;
  pointer: string;
  zh: string;
  en: string;
  nearest?: string;
}

export class YamlFile {
  private readonly lines = new LineCounter();
  private readonly text: string;
  private readonly document;
  /** Undefined when the file is no YAML. */
  readonly value: unknown;

  constructor(readonly path: string) {
    this.text = readFileSync(path, 'utf8');
    this.document = parseDocument(this.text, { lineCounter: this.lines });
    this.value = this.document.errors.length > 0 ? undefined : this.document.toJS();
  }

  /** What is not YAML. */
  syntax(): Told[] {
    return this.document.errors.map((error) => {
      const { line, col } = this.lines.linePos(error.pos[0]);
      const said = error.message.split('\n')[0]?.replace(/ at line \d+.*$/, '') ?? '';
      return { file: this.name, line, column: col, pointer: '', zh: `不是YAML：${said}`, en: `no YAML: ${said}` };
    });
  }

  tell({ pointer, message, nearest, line = 1, column = 1 }: Fault): Told {
    const place = this.placeOf(pointer, line, column);
    return { file: this.name, ...place, pointer, ...message, ...(nearest && { nearest }) };
  }

  private get name(): string {
    const name = relative(process.cwd(), this.path);
    return name.startsWith('..') ? basename(this.path) : name;
  }

  /** The place of the last thing on the way that is there: a missing one is looked for in what should hold it. */
  private placeOf(pointer: string, line: number, column: number): { line: number; column: number } {
    let node: unknown = this.document.contents;
    for (const part of pointer.split('/').slice(1)) {
      const next = isMap(node) ? node.get(part, true) : isSeq(node) ? node.get(Number(part), true) : undefined;
      if (!next) break;
      node = next;
    }
    const start = (node as { range?: readonly number[] } | null)?.range?.[0] ?? 0;
    const at = this.lines.linePos(start);
    if (!isScalar(node)) return { line: at.line, column: at.col };
    if (node.type === 'BLOCK_LITERAL') {
      const indent = /^ */.exec(this.text.split('\n')[at.line] ?? '')?.[0].length ?? 0;
      return { line: at.line + line, column: indent + column };
    }
    const quote = node.type?.startsWith('QUOTE') ? 1 : 0;
    return { line: at.line, column: at.col + quote + (line === 1 ? column - 1 : 0) };
  }
}
