// A rehearsal's past, phase by phase, through the ordinary doors: files are handed in at their own dates, the flow turns, staff work.
import { dirname } from 'node:path';
import { runCycle } from '../cycle.ts';
import { handIn, handInParameters } from '../hand-in.ts';
import { dayOf } from '../kernel/clock.ts';
import type { Service } from '../service.ts';
import { type Delivery, listParameters, orderFiles } from './deliveries.ts';
import type { Hands } from './hands.ts';
import type { Phase } from './phases.ts';
import { keepNote, readNote } from './present.ts';
import { beginRounds, walkRounds } from './rounds.ts';
import { addStaff } from './staff.ts';

/** A line for whoever waits: what is being done, in both languages. */
export type Say = (line: string) => void;

/** How far the past has come: the instant of the last phase that is done. */
const REACHED = 'rehearsal-reached';

/** Goes through the phases that are not done yet. Files that are in already change nothing, so a phase can be begun again. */
export async function goThrough(
  service: Service,
  phases: readonly Phase[],
  of: { hands: Hands; say: Say; roundsFrom?: Date },
): Promise<void> {
  const { hands, say } = of;
  const reached = Number(await readNote(service, REACHED)) || 0;
  for (const { at, delivery } of phases) {
    if (at.getTime() <= reached) continue;
    const acts = (await hands.workUntil(at)) + (await walkRounds(service, hands, at));
    if (acts > 0) say(`    ${acts} 次派发、走访、确认 dispatches, visits, confirmations`);
    if (delivery) {
      await handInStandards(service, dirname(delivery.folder), at);
      await handInDelivery(service, delivery, at, say);
      await addStaff(service, at);
    }
    if (of.roundsFrom && at >= of.roundsFrom) await beginRounds(service, hands, at);
    await turn(service, at);
    await keepNote(service, REACHED, String(at.getTime()));
  }
}

/** Hands in the local standards beside the deliveries, of the years that have begun; those that are in already change nothing. */
export async function handInStandards(service: Service, folder: string, now: Date): Promise<void> {
  for (const { path, year } of listParameters(folder))
    if (year <= dayOf(now).slice(0, 4)) await handInParameters(service, path, now);
}

/** Hands in a delivery's files, registries first. */
export async function handInDelivery(service: Service, delivery: Delivery, now: Date, say: Say): Promise<void> {
  const files = await orderFiles(delivery, service.catalogue.contracts);
  say(`  ${delivery.month}：${files.length} 个部门文件 department files`);
  for (const path of files) await handIn(service, path, { now });
}

async function turn(service: Service, now: Date): Promise<void> {
  const report = await runCycle(service, { trigger: 'command', now, extent: 'whole', waitMs: 60_000 });
  const failed = report.steps.flatMap(({ stage, error }) => (error ? [`${stage}: ${error}`] : []));
  if (report.status !== 'done') throw new Error(`a turn of the rehearsal is ${report.status}: ${failed.join('; ')}`);
}
