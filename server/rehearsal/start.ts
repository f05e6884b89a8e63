// A rehearsal begins: whose files it takes in, the morning it wakes up on, and its past up to there.
import { sql } from 'drizzle-orm';
import { addDays, dayOf, instantAt } from '../kernel/clock.ts';
import { SINCE } from '../messages/events.ts';
import { loadMessagePolicy } from '../messages/policy.ts';
import { tellPeople } from '../messages/turn.ts';
import type { Service } from '../service.ts';
import { type Delivery, hasTruth, listDeliveries, morningOf } from './deliveries.ts';
import { hireHands } from './hands.ts';
import { isLeftToCast, prepareCast } from './hands-cast.ts';
import { carryPhones } from './hands-phones.ts';
import { PROVINCE, provinceFolder, TODAY } from './make.ts';
import { type BringProvince, makeAhead } from './make-ahead.ts';
import { phasesOf } from './phases.ts';
import { enterRehearsal, keepNote, readNote } from './present.ts';
import { goThrough, handInDelivery, handInStandards, type Say } from './rehearse.ts';
import { readTruth } from './truth.ts';

/** Whose deliveries: `province`, or the folder that was named at the first start. */
const SOURCE = 'rehearsal-source';
const DONE = 'rehearsed';
/** The month of the last delivery that is in. */
export const MONTH = 'rehearsal-month';
const OWN = 'province';
const ROUNDS_DAYS = 65;
/** Of so many days before this morning people are told. */
const TOLD_DAYS = 3;

/** Makes an empty database a rehearsal: from here on it is one, even when its past is still to come. */
export async function beginRehearsal(service: Service): Promise<void> {
  const { rehearsalFolder } = service.config;
  const last = rehearsalFolder ? listDeliveries(rehearsalFolder).at(-1)!.month : TODAY;
  await keepNote(service, SOURCE, rehearsalFolder ?? OWN);
  await enterRehearsal(service, morningOf(last, true));
}

export async function isGenerated(service: Service): Promise<boolean> {
  return (await readNote(service, SOURCE)) === OWN;
}

/**
 * Goes through the rehearsal's past, or through what is left of it after a kill; once done it does nothing. A generated province is
 * brought by `bring`, which a first start has begun before its database stood.
 */
export async function makePast(
  service: Service,
  say: Say,
  bring: BringProvince = makeAhead(service.config),
): Promise<void> {
  if ((await readNote(service, DONE)) === 'on') return;
  const source = (await readNote(service, SOURCE)) ?? OWN;
  const folder = source === OWN ? provinceFolder(service.config) : source;
  if (source === OWN) await bring(say);
  const deliveries = listDeliveries(folder).filter(({ month }) => source !== OWN || month <= TODAY);
  if (hasTruth(folder)) await liveThrough(service, { folder, deliveries, say });
  else await takeIn(service, { folder, deliveries, say });
  await keepNote(service, MONTH, deliveries.at(-1)!.month);
  await keepNote(service, DONE, 'on');
}

interface Past {
  folder: string;
  deliveries: readonly Delivery[];
  say: Say;
}

/** Of files alone: each delivery at its own date, and nobody works. What they say is found by the first turn. */
async function takeIn(service: Service, { folder, deliveries, say }: Past): Promise<void> {
  await handInStandards(service, folder, service.clock());
  for (const [index, delivery] of deliveries.entries())
    await handInDelivery(service, delivery, morningOf(delivery.month, index === deliveries.length - 1), say);
}

/** Of a province whose truth is known: staff work on what the turns raise, month by month, up to this morning. */
async function liveThrough(service: Service, { folder, deliveries, say }: Past): Promise<void> {
  const phases = phasesOf(deliveries);
  const today = phases.at(-1)!.at;
  const truth = await readTruth(folder);
  const hands = hireHands(service, { seed: PROVINCE.seed, truth, leaves: isLeftToCast(today) });
  // Visits by the calendar begin when two months are left, so that some are made and some are late.
  await goThrough(service, phases, { hands, say, roundsFrom: instantAt(addDays(dayOf(today), -ROUNDS_DAYS)) });
  await prepareCast(service, hands, today);
  await carryPhones(service, hands, today);
  await tellLatest(service, today);
  await tellWork(service, hands.made, say);
}

/** What the last days brought is told as a server would have told it, had it run: to nobody, since a rehearsal has no gateway here. */
async function tellLatest(service: Service, today: Date): Promise<void> {
  const { flow: db, keys, catalogue } = service;
  await keepNote(service, SINCE, instantAt(addDays(dayOf(today), -TOLD_DAYS)).toISOString());
  const { workdays } = catalogue.deadlines;
  await tellPeople({ db, keys, policy: loadMessagePolicy(), workdays, channels: [], isRehearsal: true }, today);
}

async function tellWork(service: Service, made: Record<string, number>, say: Say): Promise<void> {
  const [count] = await service.flow.execute<{ households: number; alerts: number; closed: number }>(sql`
    select (select count(*)::int from households) as households, (select count(*)::int from alerts where state = 'open') as alerts,
      (select count(*)::int from tasks where state = 'closed') as closed`);
  const { households = 0, alerts = 0, closed = 0 } = count ?? {};
  const acts = Object.values(made).reduce((sum, one) => sum + one, 0);
  say(
    `  到 ${dayOf(service.clock())}：${households} 户，${alerts} 条未办结的预警，${closed} 项办结 households, open alerts, tasks closed (${acts} acts)`,
  );
}
