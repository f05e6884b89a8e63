// A rehearsal's own time: where it stands is one setting, so every process lives in it, and what is dated by it moves along.
import { sql } from 'drizzle-orm';
import { CLOCK_CHANNEL, type Service } from '../service.ts';

/** Makes an empty database a rehearsal whose clock starts at `morning` and walks on from there, also while the service is stopped. */
export async function enterRehearsal(service: Service, morning: Date): Promise<void> {
  const offset = morning.getTime() - Date.now();
  await service.flow.execute(sql`insert into settings (key, value) values ('rehearsal', 'on'), ('clock-offset', ${String(offset)})
    on conflict (key) do nothing`);
  await service.followClock();
}

/**
 * Puts the clock of every process forward to `to`. Who is signed in stays so, a locked name stays locked as long, and a file on its
 * way is no silent one: what counts from the present moves with it.
 */
export async function moveClock({ flow, clock }: Service, to: Date): Promise<void> {
  const leap = to.getTime() - clock().getTime();
  const offset = String(to.getTime() - Date.now());
  const by = sql`make_interval(secs => ${leap / 1000})`;
  await flow.transaction(async (tx) => {
    await tx.execute(sql`update settings set value = ${offset} where key = 'clock-offset'`);
    await tx.execute(
      sql`update sessions set created_at = created_at + ${by}, last_seen_at = last_seen_at + ${by}, expires_at = expires_at + ${by}`,
    );
    await tx.execute(sql`update users set locked_until = locked_until + ${by} where locked_until is not null`);
    await tx.execute(sql`update intakes set beat_at = beat_at + ${by} where ended_at is null and beat_at is not null`);
    await tx.execute(sql`select pg_notify(${CLOCK_CHANNEL}, ${offset})`);
  });
}

/** A note of the rehearsal's about itself (which folder, how far): absent until kept. */
export async function readNote({ flow }: Pick<Service, 'flow'>, key: string): Promise<string | undefined> {
  const [row] = await flow.execute<{ value: string }>(sql`select value from settings where key = ${key}`);
  return row?.value;
}

export async function keepNote({ flow }: Pick<Service, 'flow'>, key: string, value: string | null): Promise<void> {
  if (value === null) await flow.execute(sql`delete from settings where key = ${key}`);
  else
    await flow.execute(
      sql`insert into settings (key, value) values (${key}, ${value}) on conflict (key) do update set value = excluded.value`,
    );
}
