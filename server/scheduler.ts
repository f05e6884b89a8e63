// When a turn of the flow begins: nightly, after a batch, after an act that ends something. One at a time in this process; the
// advisory lock sees to the others.
import { sql } from 'drizzle-orm';
import cron from 'node-cron';
import type { Logger } from 'pino';
import { type CycleReport, type CycleRequest, runCycle } from './cycle.ts';
import { BATCH_CHANNEL } from './live/batches.ts';
import { announce, type Hint } from './live/hints.ts';
import type { Service } from './service.ts';

/** 02:30 in the province: the departments' night jobs are done, the day's work is not begun. */
const NIGHTLY = '30 2 * * *';
/** Deadlines pass by the hour, and a red one does not wait for the night: work that is late is told up the levels. */
const HOURLY = '5 * * * *';
const SOON = 150;
const AGAIN = 1000;

export interface Scheduler {
  /** Asks for a turn over what was touched; several requests soon after one another become one. */
  request(reason: string): void;
  /** Runs a turn now, waiting for this process's own to end. */
  run(request: Omit<CycleRequest, 'now'>): Promise<CycleReport>;
  stop(): Promise<void>;
}

/** Starts the nightly turn and listens for batches of any process. */
export async function startScheduler(service: Service, log: Logger): Promise<Scheduler> {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<unknown> = Promise.resolve();
  let isStopped = false;

  const run: Scheduler['run'] = (request) => {
    const turn = running.then(async () => {
      const hints: Hint[] = [];
      const report = await runCycle(service, { ...request, now: service.clock() }, (action, area) =>
        hints.push({ action, area }),
      );
      if (report.status === 'failed') log.error({ report }, 'a step of the flow failed');
      // Busy too: the turn that runs has perhaps looked already, so the pages look again.
      if (report.status !== 'busy') await announce(service.flow, [...hints, { action: 'cycle.done', area: '22' }]);
      return report;
    });
    running = turn.catch((error: unknown) => log.error({ error }, 'a turn of the flow failed'));
    return turn;
  };

  const request = (wait: number): void => {
    if (isStopped || timer) return;
    timer = setTimeout(async () => {
      timer = undefined;
      const report = await run({ trigger: 'batch', extent: 'touched' }).catch(() => undefined);
      // Another process's turn ran, and may have begun before our batch: look again for what is still queued.
      if (report?.status === 'busy' && (await isQueued(service))) request(AGAIN);
    }, wait);
  };

  const nightly = cron.schedule(NIGHTLY, () => void run({ trigger: 'nightly', extent: 'whole' }).catch(() => {}), {
    timezone: 'Asia/Shanghai',
    noOverlap: true,
  });
  const hourly = cron.schedule(HOURLY, () => void run({ trigger: 'hourly', extent: 'touched' }).catch(() => {}), {
    timezone: 'Asia/Shanghai',
    noOverlap: true,
  });
  const { unlisten } = await service.flow.$client.listen(BATCH_CHANNEL, () => request(SOON));

  return {
    request: () => request(SOON),
    run,
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await nightly.stop();
      await hourly.stop();
      await unlisten();
      await running;
    },
  };
}

async function isQueued({ flow }: Service): Promise<boolean> {
  const rows = await flow.execute(sql`select 1 from touched_households limit 1`);
  return rows.length > 0;
}
