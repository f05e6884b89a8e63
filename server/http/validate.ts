// Checks what came in against a route's schemas; every fault at once, each with its place, in both languages.
import { z } from 'zod';
import type { Route } from '../access/route.ts';
import { type FieldError, Problem } from '../kernel/problem.ts';

const zh = z.locales.zhCN().localeError;
const en = z.locales.en().localeError;

interface Input {
  params: unknown;
  query: unknown;
  body: unknown;
  headers: unknown;
}

/** Params, query and body as their schemas give them. Pointers: `/note` in the body, `?limit` in the query, `:id` in the path, `upload-offset:` in the head. */
export function parseInput(route: Route, raw: Input): Input {
  const errors: FieldError[] = [];
  const parse = (schema: z.ZodType | undefined, value: unknown, toPointer: (path: string[]) => string) => {
    if (!schema) return undefined;
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    errors.push(...describe(schema, value, toPointer));
  };
  const params = parse(route.params, raw.params, (path) => `:${path.join('.')}`);
  const query = parse(route.query, raw.query, (path) => `?${path.join('.')}`);
  const headers = parse(route.headers, raw.headers, (path) => `${path.join('.')}:`);
  const body = parse(route.body, raw.body ?? {}, (path) => `/${path.map(escapePointer).join('/')}`);
  if (errors.length > 0) throw new Problem('wrong-input', undefined, errors);
  return { params, query, body, headers };
}

/** JSON Pointer, RFC 6901 §3. */
function escapePointer(part: string): string {
  return part.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** Parsed once more a language: only the refused pay for it. A schema's own message is in both languages already. */
function describe(schema: z.ZodType, value: unknown, toPointer: (path: string[]) => string): FieldError[] {
  const issuesIn = (error: typeof zh) => schema.safeParse(value, { error, reportInput: false }).error?.issues ?? [];
  const english = issuesIn(en);
  return issuesIn(zh).map((issue, index) => {
    const other = english[index]?.message ?? issue.message;
    const detail = other === issue.message ? issue.message : `${issue.message} / ${other}`;
    return { pointer: toPointer(issue.path.map(String)), detail };
  });
}
