// When a turn of the flow begins: nightly, after a batch, after an act that ends something. One at a time in this process; the
// advisory lock sees to the others.
import { sql } from 'drizzle-orm';
import cron from 'node-cron';
import type { Logger } from 'pino';
import { type CycleReport, type CycleRequest, runCycle } from './cycle.ts';
import { BATCH_CHANNEL } from './live/batches.ts';
import { announce, type Hint } from './live/hints.ts';
import type { Channel } from './messages/channel.ts';
import { loadMessagePolicy } from './messages/policy.ts';
import { tellPeople } from './messages/turn.ts';
import type { Service } from './service.ts';

/** 02:30 in the province: the departments' night jobs are done, the day's work is not begun. */
const NIGHTLY = '30 2 * * *';
/** Deadlines pass by the hour, and a red one does not wait for the night: work that is late is told up the levels. */
const HOURLY = '5 * * * *';
/** Red work is told at once: within the minute, since a dispatch can be taken back for one. */
const EVERY_MINUTE = '* * * * *';
const SOON = 150;
const AGAIN = 1000;

export interface Scheduler {
  /** Asks for a turn over what was touched; several requests soon after one another become one. */
  request(reason: string): void;
  /** Runs a turn now, waiting for this process's own to end. */
  run(request: Omit<CycleRequest, 'now'>): Promise<CycleReport>;
  stop(): Promise<void>;
}

/** Starts the nightly turn, listens for batches of any process, and tells people by the channels there are. */
export async function startScheduler(
  service: Service,
  log: Logger,
  channels: readonly Channel[] = [],
): Promise<Scheduler> {
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
  const telling = startTelling(service, log, channels);
  const { unlisten } = await service.flow.$client.listen(BATCH_CHANNEL, () => request(SOON));

  return {
    request: () => request(SOON),
    run,
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await nightly.stop();
      await hourly.stop();
      await telling();
      await unlisten();
      await running;
    },
  };
}

/** Tells people every minute; returns how to stop, which waits for what is under way. A rehearsal is one from its first start on. */
function startTelling(service: Service, log: Logger, channels: readonly Channel[]): () => Promise<void> {
  const policy = loadMessagePolicy();
  const { flow: db, keys, catalogue } = service;
  let telling: Promise<unknown> = Promise.resolve();
  const tell = () => {
    const { isRehearsal } = service;
    const post = { db, keys, policy, workdays: catalogue.deadlines.workdays, channels, isRehearsal };
    telling = tellPeople(post, service.clock()).catch((error: unknown) =>
      log.error({ error }, 'telling people failed'),
    );
    return telling;
  };
  const everyMinute = cron.schedule(EVERY_MINUTE, tell, { timezone: 'Asia/Shanghai', noOverlap: true });
  return async () => {
    await everyMinute.stop();
    await telling;
  };
}

async function isQueued({ flow }: Service): Promise<boolean> {
  const rows = await flow.execute(sql`select 1 from touched_households limit 1`);
  return rows.length > 0;
}
