// `shouwang cycle`: one whole turn of the flow, now or as of a given instant.
import { parseArgs } from 'node:util';
import { runCycle } from '../cycle.ts';
import { parseInstant, withService } from './open.ts';

const WAIT = 10 * 60_000;

export async function cycle(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { now: { type: 'string' }, 'no-wait': { type: 'boolean' }, json: { type: 'boolean' } },
  });
  return await withService(async (service) => {
    const now = values.now ? parseInstant(values.now) : service.clock();
    const report = await runCycle(service, {
      trigger: 'command',
      now,
      extent: 'whole',
      waitMs: values['no-wait'] ? 0 : WAIT,
    });
    if (values.json) console.log(JSON.stringify(report));
    else if (report.status === 'busy')
      console.error('另一轮正在比对，这一次没有运行。 / Another turn is running: this one did nothing.');
    else
      for (const step of report.steps)
        console.log(
          `${step.stage.padEnd(12)} ${String(step.rows).padStart(8)} 行 rows ${step.milliseconds} ms ${step.error ?? ''}`,
        );
    return report.status === 'done' ? 0 : report.status === 'busy' ? 75 : 1;
  });
}
