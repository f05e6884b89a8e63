// Keyset pages: a cursor is the sort key of the last row seen, so that no row is skipped or shown twice while others arrive.
import { z } from 'zod';

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

/** Unpacks a cursor; undefined when it is none of ours, which the caller answers with 422. */
export function decodeCursor(cursor: string): unknown[] | undefined {
  try {
    const key: unknown = JSON.parse(decodeURIComponent(atob(cursor)));
    return Array.isArray(key) ? key : undefined;
  } catch {
    return undefined;
  }
}
