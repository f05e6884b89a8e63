// Who calls with a phone is written down with what it tells; a phone that was reported lost is told nothing and asked for nothing.
import { sql } from 'drizzle-orm';
import type { Call, Route } from '../access/route.ts';
import { Problem } from '../kernel/problem.ts';
import { readTold } from './model.ts';

/** The farthest an instant that a phone tells may lie from the present and still be believed: a century. */
const BELIEVED = 3.2e12;

/** The route, which first takes down what the phone tells of itself (`x-shouwang-phone`); without one, or with nonsense, it is as before. */
export function fromPhone(route: Route): Route {
  return {
    ...route,
    async handle(call) {
      await seePhone(call, route.url === '/api/field/sync');
      return await route.handle(call);
    },
  };
}

/** Refuses a lost phone as a stranger (401): it then asks how it stands, and wipes itself. */
async function seePhone(
  { tx, now, session, phone }: Pick<Call<unknown, unknown, unknown>, 'tx' | 'now' | 'session' | 'phone'>,
  isSync: boolean,
): Promise<void> {
  const told = readTold(phone);
  if (!told) return;
  const { unsentSince, clock, ...rest } = told;
  const since = unsentSince !== null && Math.abs(unsentSince - now.getTime()) < BELIEVED ? unsentSince : null;
  // Against this machine's own clock: that a rehearsal lives in another month is no fault of the phone's.
  const ahead = Math.max(-2e9, Math.min(2e9, Math.round((clock - Date.now()) / 1000)));
  const facts = { ...rest, isSync, unsentSince: since && new Date(since).toISOString(), clockAhead: ahead };
  const [row] = await tx.execute<{ standing: string | null }>(sql`
    select see_phone(${JSON.stringify(facts)}::jsonb, ${now.toISOString()}::timestamptz, ${session.tokenHash}) as standing`);
  if (row?.standing === 'lost') throw new Problem('not-signed-in');
}
