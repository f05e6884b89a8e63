// A rehearsal that plays: month after month becomes today, with its delivery and the staff's work, until the province's files end.
import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { PLAYING } from '../access/routes.ts';
import { addMonths } from '../kernel/clock.ts';
import { announce } from '../live/hints.ts';
import type { Service } from '../service.ts';
import { type Delivery, listDeliveries, morningOf } from './deliveries.ts';
import { type Hands, hireHands } from './hands.ts';
import { isLeftToCast, prepareCast } from './hands-cast.ts';
import type { Standing } from './hands-plan.ts';
import { makeProvince, PROVINCE, provinceFolder } from './make.ts';
import { phasesOf } from './phases.ts';
import { keepNote, moveClock, readNote } from './present.ts';
import { goThrough, type Say } from './rehearse.ts';
import { isGenerated, MONTH } from './start.ts';
import { readTruth } from './truth.ts';

/** Until this rehearsal's clock says otherwise, a month takes a minute. */
export const STEP = 60_000;
const UNITS = { s: 1_000, m: 60_000 } as const;

export interface Play {
  /** Ends it after the month that is under way; started again, it goes on from there. */
  stop(): Promise<void>;
  /** When it is over, by `stop` or because there are no more months. */
  ended: Promise<void>;
}

/** Reads `--play` or `--play=30s` among a command line's words: milliseconds a month, undefined when it is not asked for. */
export function readPlay(words: readonly string[]): number | undefined {
  const word = words.find((one) => one === '--play' || one.startsWith('--play='));
  if (word === undefined) return undefined;
  if (word === '--play') return STEP;
  const [, count, unit = 's'] = /^--play=(\d+)(s|m)?$/.exec(word) ?? [];
  const step = Number(count) * UNITS[unit as 's' | 'm'];
  if (!(step >= 1_000))
    throw new Error(`“${word}”不对，例：--play=30s。 / "${word}" is not understood; an example: --play=30s.`);
  return step;
}

/** Refuses, in words, where there is nothing to play: real work, or a rehearsal of somebody's own files. */
export async function refusePlay(service: Service): Promise<string | undefined> {
  if (!service.isRehearsal) return '只有演练能播放；这是正式使用。 / Only a rehearsal plays; this is real work.';
  if (!(await isGenerated(service)))
    return '只有编造的省能播放；这个演练用的是自己的文件夹。 / Only a generated province plays; this rehearsal has a folder of its own.';
  return undefined;
}

/** Plays from the month after the last one that is in, a month each `step` milliseconds. */
export async function startPlaying(service: Service, step: number, say: Say): Promise<Play> {
  const folder = provinceFolder(service.config);
  if (!existsSync(folder)) await makeProvince({ ...PROVINCE, out: folder });
  const leaves = (task: Standing) => isLeftToCast(service.clock())(task);
  const hands = hireHands(service, { seed: PROVINCE.seed, truth: await readTruth(folder), leaves });
  const stopper = new AbortController();
  await keepNote(service, PLAYING, 'on');
  await announce(service.flow, [{ action: 'clock.move', area: '22' }]);
  const ended = play(service, { hands, folder, step, say, signal: stopper.signal }).finally(async () => {
    await keepNote(service, PLAYING, null).catch(() => {});
    await announce(service.flow, [{ action: 'clock.move', area: '22' }]).catch(() => {});
  });
  return {
    ended,
    stop: async () => {
      stopper.abort();
      await ended;
    },
  };
}

interface Playing {
  hands: Hands;
  folder: string;
  step: number;
  say: Say;
  signal: AbortSignal;
}

async function play(service: Service, { hands, folder, step, say, signal }: Playing): Promise<void> {
  for (let due = Date.now() + step; !signal.aborted; due = Math.max(due + step, Date.now())) {
    const delivery = await nextDelivery(service, folder);
    if (!delivery) return say('播放完了，没有下一个月了。 / The play is over: there is no further month.');
    await pause(Math.max(0, due - Date.now()), undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
    try {
      await playMonth(service, hands, delivery);
      say(`播放：今天是 ${delivery.month} 的最后一天。 / Playing: today is the last day of ${delivery.month}.`);
    } catch (error) {
      // The phases that are done are kept, so the next step begins where this one broke off.
      say(
        `${delivery.month} 没有播完，下一步再试。 / ${delivery.month} broke off and is tried again: ${String(error)}`,
      );
    }
  }
}

async function nextDelivery(service: Service, folder: string): Promise<Delivery | undefined> {
  const month = (await readNote(service, MONTH)) ?? '';
  return listDeliveries(folder).find((delivery) => delivery.month > month);
}

/** One month: the clock leaps to its last morning, and what the month brought is worked through on its own days. */
export async function playMonth(service: Service, hands: Hands, delivery: Delivery): Promise<void> {
  const { flow } = service;
  const morning = morningOf(delivery.month, true);
  const before = morningOf(addMonths(`${delivery.month}-01`, -1).slice(0, 7), true);
  if (service.clock() < morning) await moveClock(service, morning);
  await announce(flow, [{ action: 'clock.move', area: '22' }]);
  await withoutSealing(flow, async () => {
    await goThrough(service, phasesOf([delivery], before), { hands, say: () => {} });
    await prepareCast(service, hands, morning);
  });
  await keepNote(service, MONTH, delivery.month);
  const hints = hands.office.hints.splice(0);
  await announce(flow, [...hints, { action: 'batch.hand-in', area: '22' }, { action: 'cycle.done', area: '22' }]);
}

/**
 * Keeps the log from being sealed meanwhile: a month's entries are dated on its days, and commit beside those that people make today.
 * Sealed in between, they would look too old to be late commits, and be reported as such for ever.
 */
async function withoutSealing(flow: Service['flow'], act: () => Promise<void>): Promise<void> {
  const lock = await flow.$client.reserve();
  try {
    await lock`select pg_advisory_lock(hashtext('shouwang.audit-seal'))`;
    await act();
  } finally {
    await lock`select pg_advisory_unlock(hashtext('shouwang.audit-seal'))`.catch(() => {});
    lock.release();
  }
}
