// What an empty database gets: accounts, and, as a rehearsal, the sample deliveries through the ordinary door, in their own time.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { addFirstAccounts, type FirstAccounts } from './access/cast.ts';
import { recordSet } from './audit/record-set.ts';
import { PROJECT_ROOT } from './config.ts';
import { handIn, handInParameters } from './hand-in.ts';
import { clockWithOffset, instantAt } from './kernel/clock.ts';
import type { Service } from './service.ts';

/** The morning on which the sample deliveries are all in: a rehearsal's first. */
export const REHEARSAL_MORNING = instantAt('2026-10-31', '09:00');

const FOLDER = join(PROJECT_ROOT, 'tests', 'fixtures', 'samples');

/**
 * Makes the first accounts and, when asked to and nothing was ever handed in, the rehearsal. The rehearsal's clock starts on its
 * morning and walks on from there; it is kept in the settings, so that every process lives in the same time.
 */
export async function firstStart(service: Service, say: (line: string) => void): Promise<FirstAccounts> {
  const { flow, keys } = service;
  const [state] = await flow.execute<{ batches: number; accounts: number }>(sql`
    select (select count(*)::int from batches) as batches, (select count(*)::int from users) as accounts`);
  const isEmpty = state?.batches === 0 && state.accounts === 0;
  if (isEmpty && service.config.rehearse) await enterRehearsal(service);
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
  // A rehearsal that was killed half-way goes on: what was handed in already is known by its bytes.
  if (service.isRehearsal && !(await isRehearsed(service))) await handInSamples(service, say);
  return accounts;
}

async function enterRehearsal(service: Service): Promise<void> {
  const offset = REHEARSAL_MORNING.getTime() - Date.now();
  await service.flow.execute(sql`insert into settings (key, value) values ('rehearsal', 'on'), ('clock-offset', ${String(offset)})
    on conflict (key) do nothing`);
  service.isRehearsal = true;
  service.clock = clockWithOffset(offset);
}

async function isRehearsed({ flow }: Service): Promise<boolean> {
  const rows = await flow.execute(sql`select 1 from settings where key = 'rehearsed'`);
  return rows.length > 0;
}

async function handInSamples(service: Service, say: (line: string) => void): Promise<void> {
  const now = service.clock();
  await handInParameters(service, join(FOLDER, '参数_2026.csv'), now);
  for (const [delivery, received] of [
    ['2026-09', instantAt('2026-10-01', '09:00')],
    ['2026-10', now],
  ] as const) {
    for (const file of readdirSync(join(FOLDER, delivery)).sort()) {
      say(`  ${delivery}/${file}`);
      await handIn(service, join(FOLDER, delivery, file), { now: received });
    }
  }
  await service.flow.execute(
    sql`insert into settings (key, value) values ('rehearsed', 'on') on conflict (key) do nothing`,
  );
}
