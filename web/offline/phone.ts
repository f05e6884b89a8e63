// Everything on the phone as one value, and the ways it changes. Pure: the store writes down what each change returns.
import type { ChangeAnswer, FieldSync, FieldWords } from '../../server/field/model.ts';
import { makeId } from '../api/make-id.ts';
import { type Attachment, declaredOf, keepNamed, readAttachment, retryAll } from './attachments.ts';
import { type Draft, draftOf, readDraft, visitInputOf } from './draft.ts';
import { applyStandings, applySync, type Holding, readHolding, type Shown, showHoldings } from './holdings.ts';
import { leadDraftOf, leadInputOf } from './lead.ts';
import {
  applyAnswers,
  type Entry,
  forgetOld,
  hasArrived,
  isUnsent,
  isVisit,
  makeEntry,
  markSeen,
  markSending,
  markWaiting,
  type NewEntry,
  readEntry,
} from './outbox.ts';
import { putTimesRight } from './right-time.ts';

/** Whose phone it is, and what its last sync told. */
export interface Profile {
  name: string;
  isRehearsal: boolean;
  cursor: string;
  /** Milliseconds to add to this phone's clock, which may be wrong by days. */
  offset: number;
  /** When all was fetched last; null: never. */
  syncedAt: string | null;
  /** The villages in which its holder may find a household of their own; undefined until a sync has told. */
  areas?: readonly { code: string; name: string }[];
  /** When the app was opened, by the clock of then; null: by an older app. */
  openedAt: string | null;
}

export interface Phone {
  profile: Profile;
  words: FieldWords;
  holdings: readonly Holding[];
  drafts: readonly Draft[];
  outbox: readonly Entry[];
  attachments: readonly Attachment[];
}

export const EMPTY_PHONE: Phone = {
  profile: { name: '', isRehearsal: false, cursor: '', offset: 0, syncedAt: null, openedAt: null },
  words: { outcomes: [], causes: [], forms: [], attemptReasons: [] },
  holdings: [],
  drafts: [],
  outbox: [],
  attachments: [],
};

export function showAll(phone: Phone): Shown[] {
  return showHoldings(phone.holdings, phone.drafts, phone.outbox);
}

export function saveDraft(phone: Phone, draft: Draft): Phone {
  const drafts = phone.drafts.filter((one) => one.taskId !== draft.taskId);
  return { ...phone, drafts: [...drafts, inItsTime(phone, draft)] };
}

/** A page that is open while the clock is put right still has the old time of arrival; the phone's own copy has the right one. */
function inItsTime(phone: Phone, draft: Draft): Draft {
  const kept = phone.drafts.find((one) => one.id === draft.id);
  return kept ? { ...draft, visitedAt: kept.visitedAt } : draft;
}

/** A finished visit leaves the drafts and stands last in the outbox, in one change: it is never in both, never in neither. */
export function finishVisit(phone: Phone, draft: Draft, now: Date): Phone {
  const { taskId: _, ...answers } = visitInputOf(inItsTime(phone, draft));
  const { id, taskId, household, lead } = draft;
  const attachments = namedBy(phone, draft).map(declaredOf);
  const body = attachments.length > 0 ? { ...answers, attachments } : answers;
  const made = { id, taskId, household, madeAt: now.toISOString() };
  const entry = makeEntry(
    lead ? { ...made, kind: 'lead', body: { ...body, lead: leadInputOf(lead) } } : { ...made, kind: 'visit', body },
  );
  const drafts = phone.drafts.filter((one) => one.taskId !== taskId);
  return { ...phone, drafts, outbox: [...phone.outbox.filter((one) => one.id !== id), entry] };
}

/** The photos and signatures of a draft, in its order. */
export function namedBy(phone: Phone, draft: Draft): Attachment[] {
  return draft.attachments.flatMap((id) => phone.attachments.find((one) => one.id === id) ?? []);
}

/** Its bytes are on the phone already; the draft names it next. */
export function addAttachment(phone: Phone, one: Attachment): Phone {
  return { ...phone, attachments: [...phone.attachments, one] };
}

/** The draft names it no more; its bytes go with it. */
export function dropAttachment(phone: Phone, id: string): Phone {
  return { ...phone, attachments: phone.attachments.filter((one) => one.id !== id) };
}

export function retryAttachments(phone: Phone, visitId: string): Phone {
  return { ...phone, attachments: retryAll(phone.attachments, visitId) };
}

/** Whether photos or signatures of a visit are still on their way. */
export function hasUnsentAttachments({ attachments }: Phone, visitId: string): boolean {
  return attachments.some((one) => one.visitId === visitId && one.state !== 'sent');
}

/** What signing out would lose: drafts, entries, and visits that arrived without all their photos. */
export function countUnfinished(phone: Phone): number {
  const entries = phone.outbox.filter((entry) => isUnsent(entry) || hasUnsentAttachments(phone, entry.id));
  return entries.length + phone.drafts.length;
}

/** A move that is no visit: taking a task on, handing it back. */
export function addMove(phone: Phone, move: Omit<NewEntry, 'id' | 'madeAt'>, now: Date): Phone {
  const entry = makeEntry({ ...move, id: makeId(), madeAt: now.toISOString() });
  return { ...phone, outbox: [...phone.outbox, entry] };
}

/** A visit that was not taken is written again, under its own id. */
export function reopenVisit(phone: Phone, id: string, refusal: string, now: Date): Phone {
  const entry = phone.outbox.find((one) => one.id === id);
  if (!entry || !isVisit(entry) || entry.state !== 'needs-you' || hasArrived(entry)) return phone;
  const without = { ...phone, outbox: phone.outbox.filter((one) => one.id !== id) };
  const lead = leadDraftOf(entry.body);
  return saveDraft(without, { ...draftOf(entry, refusal, now), ...(lead && { lead }) });
}

export function seeEntry(phone: Phone, id: string): Phone {
  return { ...phone, outbox: markSeen(phone.outbox, id) };
}

/** What needs its holder is tried once more as it is. */
export function retryEntry(phone: Phone, id: string): Phone {
  const isIt = (entry: Entry) => entry.id === id && entry.state === 'needs-you' && !hasArrived(entry);
  const outbox = phone.outbox.map((entry) =>
    isIt(entry) ? { ...entry, state: 'waiting' as const, answer: null } : entry,
  );
  return { ...phone, outbox };
}

export function beginSending(phone: Phone, ids: readonly string[]): Phone {
  return { ...phone, outbox: markSending(phone.outbox, ids) };
}

export function failSending(phone: Phone, ids: readonly string[]): Phone {
  return { ...phone, outbox: markWaiting(phone.outbox, ids) };
}

export function takeAnswers(phone: Phone, answers: readonly ChangeAnswer[], now: Date): Phone {
  const outbox = applyAnswers(phone.outbox, answers, now.toISOString());
  return { ...phone, outbox, holdings: applyStandings(phone.holdings, outbox, answers) };
}

/** What a sync brought; `at` is this phone's own clock when the answer came. */
export function takeSync(phone: Phone, news: FieldSync, at: number): Phone {
  const isNeeded = (taskId: string) =>
    phone.drafts.some((draft) => draft.taskId === taskId) ||
    phone.outbox.some((entry) => entry.taskId === taskId && isUnsent(entry));
  const { cursor, now, isRehearsal, user } = news;
  const offset = Date.parse(now) - at;
  const right = putTimesRight(phone, { now, isRehearsal, offset });
  const { openedAt } = phone.profile;
  const outbox = forgetOld(right.outbox, Date.parse(now), (id) => hasUnsentAttachments(phone, id));
  return {
    ...right,
    profile: {
      ...{ name: user.name, isRehearsal, cursor, offset, syncedAt: now, openedAt: openedAt && now },
      areas: user.areas ?? [],
    },
    words: news.words ?? phone.words,
    holdings: applySync(phone.holdings, news, isNeeded),
    outbox,
    attachments: keepNamed(right.attachments, phone.drafts, outbox),
  };
}

/** The phone as records, one a thing that changes by itself. */
export function recordsOf(phone: Phone): Map<string, unknown> {
  return new Map<string, unknown>([
    ['profile', phone.profile],
    ['words', phone.words],
    ['order', { holdings: phone.holdings.map((one) => one.task.id), outbox: phone.outbox.map((entry) => entry.id) }],
    ...phone.holdings.map((one) => [`task/${one.task.id}`, one] as const),
    ...phone.drafts.map((draft) => [`draft/${draft.taskId}`, draft] as const),
    ...phone.outbox.map((entry) => [`outbox/${entry.id}`, entry] as const),
    ...phone.attachments.map((one) => [`attachment/${one.id}`, one] as const),
  ]);
}

/** The phone as its records tell, written by this app or an older one. */
export function readPhone(records: ReadonlyMap<string, unknown>): Phone {
  const order = (records.get('order') ?? {}) as { holdings?: string[]; outbox?: string[] };
  const all = <T>(prefix: string) =>
    [...records].flatMap(([key, value]) => (key.startsWith(prefix) ? [value as T] : []));
  const place = (ids: string[] | undefined, id: string) => (ids?.indexOf(id) ?? -1) + (ids?.includes(id) ? 0 : 1e6);
  const drafts = all<Draft>('draft/').map(readDraft);
  const outbox = all<Entry>('outbox/')
    .map(readEntry)
    .sort((a, b) => place(order.outbox, a.id) - place(order.outbox, b.id) || (a.madeAt < b.madeAt ? -1 : 1));
  return {
    profile: { ...EMPTY_PHONE.profile, ...(records.get('profile') as Profile | undefined) },
    words: { ...EMPTY_PHONE.words, ...(records.get('words') as FieldWords | undefined) },
    holdings: all<Holding>('task/')
      .map(readHolding)
      .sort((a, b) => place(order.holdings, a.task.id) - place(order.holdings, b.task.id)),
    drafts,
    outbox,
    attachments: keepNamed(all<Attachment>('attachment/').map(readAttachment), drafts, outbox),
  };
}
