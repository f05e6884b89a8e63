// Hints between processes: PostgreSQL's NOTIFY on one channel. A hint says that something of a kind changed in a place, never what.
import { sql } from 'drizzle-orm';
import type { Database, Executor } from '../../db/client.ts';

const CHANNEL = 'shouwang_hints';
/** NOTIFY takes 8000 bytes at most. */
const LARGEST = 7000;

/** `action` is `noun.verb`; `area` the code of the place, as fine as the sender knows it. */
export interface Hint {
  action: string;
  area: string;
}

/** What travels: hints grouped by action, or a session that ended (the hash of its token, no secret). */
type Message = { action: string; areas: string[] } | { ended: string };

/** Tells every process. Inside a transaction it is delivered on commit; equal hints go out once. */
export async function announce(db: Executor, hints: Iterable<Hint>): Promise<void> {
  const areas = new Map<string, Set<string>>();
  for (const { action, area } of hints) areas.set(action, (areas.get(action) ?? new Set()).add(area));
  const atOnce = Math.floor(LARGEST / 16);
  for (const [action, of] of areas) {
    const all = [...of];
    for (let from = 0; from < all.length; from += atOnce)
      await notify(db, { action, areas: all.slice(from, from + atOnce) });
  }
}

/** Tells every process that a session is over, so that its sockets close at once. */
export async function announceEnd(db: Executor, tokenHash: string): Promise<void> {
  await notify(db, { ended: tokenHash });
}

async function notify(db: Executor, message: Message): Promise<void> {
  await db.execute(sql`select pg_notify(${CHANNEL}, ${JSON.stringify(message)})`);
}

/** Hears all processes, this one too, on a connection of its own; it is opened again when it breaks. Returns how to stop. */
export async function hear(
  db: Database,
  hears: { hints(hints: Hint[]): void; end(tokenHash: string): void },
): Promise<() => Promise<void>> {
  const { unlisten } = await db.$client.listen(CHANNEL, (payload) => {
    const message = parse(payload);
    if (!message) return;
    if ('ended' in message) hears.end(message.ended);
    else hears.hints(message.areas.map((area) => ({ action: message.action, area })));
  });
  return unlisten;
}

/** Anyone who can reach the database can notify: what is none of ours is passed over. */
function parse(payload: string): Message | undefined {
  try {
    const { action, areas, ended } = JSON.parse(payload) as Record<string, unknown>;
    if (typeof ended === 'string') return { ended };
    const isOurs =
      typeof action === 'string' && Array.isArray(areas) && areas.every((area) => /^\d{2,12}$/.test(String(area)));
    return isOurs ? { action, areas: areas.map(String) } : undefined;
  } catch {
    return undefined;
  }
}
