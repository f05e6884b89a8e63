// What an empty database gets: accounts, and, unless it is for real, a rehearsal with its past.
import { sql } from 'drizzle-orm';
import { addFirstAccounts, type FirstAccounts } from './access/cast.ts';
import { recordSet } from './audit/record-set.ts';
import { wasLeft } from './rehearsal/leave.ts';
import type { BringProvince } from './rehearsal/make-ahead.ts';
import type { Say } from './rehearsal/rehearse.ts';
import { beginRehearsal, makePast } from './rehearsal/start.ts';
import type { Service } from './service.ts';

/**
 * Makes the first accounts and, when asked to and nothing was ever handed in, the rehearsal. A rehearsal that was killed half-way
 * goes on; one that was left is never begun again. `bring` is makeAhead's, where it was begun before.
 */
export async function firstStart(service: Service, say: Say, bring?: BringProvince): Promise<FirstAccounts> {
  const { flow, keys } = service;
  const [state] = await flow.execute<{ batches: number; accounts: number }>(sql`
    select (select count(*)::int from batches) as batches, (select count(*)::int from users) as accounts`);
  const isEmpty = state?.batches === 0 && state.accounts === 0;
  if (isEmpty && service.config.rehearse && !(await wasLeft(service))) await beginRehearsal(service);
  const accounts = await addFirstAccounts(flow, { rehearse: service.isRehearsal, keys, now: service.clock() });
  if (accounts.kind !== 'already-there') {
    const names = accounts.kind === 'cast' ? accounts.members.map((member) => member.username) : [accounts.username];
    await recordSet(
      flow,
      service.clock(),
      'user.create',
      'user',
      names.map((id) => ({ id, area: null, details: { first: true } })),
    );
  }
  if (service.isRehearsal) await makePast(service, say, bring);
  return accounts;
}
