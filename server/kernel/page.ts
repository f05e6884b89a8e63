// Keyset pages: a cursor is the sort key of the last row seen, so that no row is skipped or shown twice while others arrive.
import { z } from 'zod';
import { Problem } from './problem.ts';

export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.string().max(400).optional().describe('the cursor `next` of the page before'),
});

/** One page: its rows and the cursor of the next, null at the end. */
export const pageOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() });

/** Packs a sort key into an opaque cursor. */
export function encodeCursor(key: unknown[]): string {
  return btoa(encodeURIComponent(JSON.stringify(key)));
}

/**
 * Unpacks a cursor into the sort key of its list, undefined without one. It comes back from the caller, who may have made it up:
 * what is not of the list's shape is refused as wrong input.
 */
export function readCursor<T>(cursor: string | undefined, shape: z.ZodType<T>): T | undefined {
  if (cursor === undefined) return undefined;
  const key = shape.safeParse(unpack(cursor));
  if (key.success) return key.data;
  throw new Problem('wrong-input', undefined, [
    { pointer: '?after', detail: '不是这里的游标。 / Not a cursor of ours.' },
  ]);
}

/** An instant as PostgreSQL writes it (`2026-10-31 09:00:03.008+08`), exact to the microsecond, which a Date is not. */
export const InstantKey = z.string().refine((text) => {
  const parts = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})(\.\d{1,6})?([+-]\d{2})(:\d{2})?$/.exec(text);
  if (!parts) return false;
  const day = new Date(`${parts[1]}T00:00:00Z`);
  const isDay = !Number.isNaN(day.getTime()) && day.toISOString().startsWith(parts[1]!);
  return isDay && !Number.isNaN(Date.parse(`${parts[1]}T${parts[2]}${parts[4]}${parts[5] ?? ':00'}`));
});

function unpack(cursor: string): unknown {
  try {
    return JSON.parse(decodeURIComponent(atob(cursor)));
  } catch {
    return undefined;
  }
}
