// Takes in what was done on a phone, one change after another, each in a savepoint of its own and by the very handlers of the single
// acts: the same rules, the same entries in the log. What cannot be done is answered alone and undoes nothing of the others.
import { sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { Transaction } from '../../db/client.ts';
import type { AuditNote, Call, Route } from '../access/route.ts';
import type { Clash } from '../flow/tasks/model.ts';
import { declareAttachments } from '../flow/visits/attachments/declare.ts';
import { VisitInput } from '../flow/visits/model.ts';
import { findVisit } from '../flow/visits/store.ts';
import { dayOf } from '../kernel/clock.ts';
import { type FieldError, Problem } from '../kernel/problem.ts';
import { findUnstorable } from '../kernel/unstorable.ts';
import type { LeadNeeds } from '../leads/take.ts';
import { choose, readChoices } from './choices.ts';
import { type ClashNeeds, findClashes } from './clashes.ts';
import { LeadChange, takeFoundLead, visitOfLead } from './leads.ts';
import { type Change, type ChangeAnswer, type ChangeKind, ChoiceInput } from './model.ts';

type ChangesCall = Pick<
  Call<undefined, undefined, unknown>,
  'tx' | 'scope' | 'user' | 'now' | 'record' | 'session' | 'phone' | 'isRehearsal' | 'file'
>;
type Because = NonNullable<ChangeAnswer['keptBecause']>;

/** The single acts behind the kinds of change that have one, and what the others need. */
export interface Acts {
  routes: Record<Exclude<ChangeKind, 'lead' | 'choose'>, Route>;
  leads: LeadNeeds;
  words: ClashNeeds;
}

/** What became of a change that was taken in. */
interface Taken {
  because: Because | null;
  clashes: Clash[];
}

interface Standing {
  state: NonNullable<ChangeAnswer['task']>['state'];
  assigneeId: string | null;
  assignee: string | null;
  county: string;
  area: string;
}

/** Answers each change of a request in its order. One phone's requests follow one another: a retry finds what its first try did. */
export async function takeChanges(call: ChangesCall, changes: Change[], acts: Acts): Promise<ChangeAnswer[]> {
  await call.tx.execute(sql`select pg_advisory_xact_lock(hashtext('shouwang.field'), hashtext(${call.user.id}))`);
  const answers: ChangeAnswer[] = [];
  for (const change of changes) answers.push(await takeOne(call, change, acts));
  return answers;
}

async function takeOne(call: ChangesCall, change: Change, acts: Acts): Promise<ChangeAnswer> {
  const { tx, user } = call;
  const known = await findTaken(tx, change, user.id);
  if (known) {
    const standing = await findStanding(tx, change.taskId);
    const clashes = await openClashes(tx, change.id, known.clashes);
    return answerOf(change, user.id, standing, { ...known, clashes, again: true });
  }
  try {
    // The task's own state guards these moves; which version of it a phone saw days ago does not matter.
    const taken = await tx.transaction(async (inner) => await takeIn({ ...call, tx: inner }, change, acts));
    const after = await findStanding(tx, change.taskId);
    const outcome = taken.because ? 'kept' : 'applied';
    return answerOf(change, user.id, after, { outcome, keptBecause: taken.because, clashes: taken.clashes });
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    const after = await findStanding(tx, change.taskId);
    // Taken on by the single act, or from another phone of theirs: what was wanted is so.
    if (change.kind === 'accept' && after?.assigneeId === user.id && hasBeenAccepted(after))
      return answerOf(change, user.id, after, { outcome: 'applied', again: true });
    return answerOf(change, user.id, after, { outcome: 'needs-you', refusal });
  }
}

const hasBeenAccepted = ({ state }: Standing) => ['accepted', 'submitted', 'confirmed', 'closed'].includes(state);

async function takeIn(call: ChangesCall, change: Change, acts: Acts): Promise<Taken> {
  if (change.kind === 'lead') return await takeLeadChange(call, change, acts);
  if (change.kind !== 'choose') return await actOrKeep(call, change, acts);
  const { tx, user, now } = call;
  const standing = await findStanding(tx, change.taskId);
  if (!standing) throw new Problem('not-found');
  const body = checked(ChoiceInput, change.body);
  const { area, task, fields } = await choose(call, body);
  await call.record({
    ...{ action: 'visit.choose', subjectKind: 'visit', subjectId: body.visitId, areaCode: area },
    details: { task, fields },
  });
  return await keepRow(tx, { change, user: user.id, now, standing, because: null });
}

/** Takes a household in that they found; its visit answers the task it opened, or is kept beside one that is not theirs. */
async function takeLeadChange(call: ChangesCall, change: Change, acts: Acts): Promise<Taken> {
  const { tx, user, now } = call;
  const body = checked(LeadChange, { ...change.body, taskId: change.taskId });
  // Its id becomes that of its task, so it is refused where there is one already.
  if (await findStanding(tx, change.taskId)) throw new Problem('state-conflict');
  const lead = await takeFoundLead(call, body, acts.leads);
  const standing = await findStanding(tx, change.taskId);
  if (!standing) throw new Problem('not-found');
  const isTheirs = standing.assigneeId === user.id && ['assigned', 'accepted'].includes(standing.state);
  const visit = { ...change, kind: 'visit', taskId: lead.taskId, body: visitOfLead(body, lead.taskId) };
  if (isTheirs) await act(call, visit, acts);
  const because = isTheirs ? null : 'joined';
  const arrived = { id: change.id, taskId: lead.taskId, userId: user.id, visit: body, because, today: dayOf(now) };
  const clashes = await findClashes(tx, arrived, acts.words);
  const row = { change: { ...visit, kind: 'lead' }, user: user.id, now, standing, clashes, because } as const;
  const taken = await keepRow(tx, row);
  if (because) await recordKept(call, visit, { standing, because, visit: visitOfLead(body, lead.taskId) });
  return taken;
}

/** How often a change is tried when the desk changes its task in the same moment. */
const MOST_TRIES = 3;

/** Does it, or keeps a visit whose task has gone on; says why it was kept, and where it and another say two things. */
async function actOrKeep(call: ChangesCall, change: Change, acts: Acts, tries = 1): Promise<Taken> {
  const { tx, user, now } = call;
  const standing = await findStanding(tx, change.taskId);
  if (!standing) throw new Problem('not-found');
  try {
    await tx.transaction(async (inner) => await act({ ...call, tx: inner }, change, acts));
    const visit = change.kind === 'visit' ? VisitInput.safeParse({ ...change.body, taskId: change.taskId }) : undefined;
    const arrived = visit?.success && { id: change.id, taskId: change.taskId, userId: user.id, visit: visit.data };
    const clashes = arrived ? await findClashes(tx, { ...arrived, because: null, today: dayOf(now) }, acts.words) : [];
    return await keepRow(tx, { change, user: user.id, now, standing, because: null, clashes });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.code === 'version-conflict' && tries < MOST_TRIES) return await actOrKeep(call, change, acts, tries + 1);
    const hasGoneOn = change.kind === 'visit' && ['not-found', 'state-conflict'].includes(error.code);
    // The desk may have moved it while this waited for its row: what stands by now says why.
    const standing = hasGoneOn ? await findStanding(tx, change.taskId) : undefined;
    const because = standing && becauseOf(standing, user.id);
    if (!because) throw error;
    const visit = checked(VisitInput, { ...change.body, taskId: change.taskId });
    const arrived = { id: change.id, taskId: change.taskId, userId: user.id, visit, because, today: dayOf(now) };
    const clashes = await findClashes(tx, arrived, acts.words);
    const kept = { change: { ...change, body: visit }, user: user.id, now, standing, because, clashes };
    const taken = await keepRow(tx, kept);
    await recordKept(call, change, { standing, because, visit });
    return taken;
  }
}

/** Names the pictures of a kept visit, so that they may come after it, and says in the log that it was kept; behind its row. */
async function recordKept(
  call: ChangesCall,
  change: Change,
  of: { standing: Standing; because: Because; visit: z.output<typeof VisitInput> },
): Promise<void> {
  const { because, visit, standing } = of;
  const { county, area } = standing;
  // Pictures hang on the id of their visit: under that of a visit that is here they would hang on somebody else's.
  if (await findVisit(call.tx, change.id)) throw new Problem('state-conflict');
  await checkRoom(call.tx, change.taskId, call.user.id);
  const sent = { visitId: change.id, senderId: call.user.id, now: call.now, county, area };
  await declareAttachments(call.tx, sent, visit.attachments);
  await call.record({
    action: 'visit.keep',
    subjectKind: 'visit',
    subjectId: change.id,
    areaCode: area,
    details: { task: change.taskId, because, outcome: visit.outcomeCode },
  });
}

/** So many visits of one person are kept beside one task; a phone sends each once, and two or three are a long story already. */
const MOST_KEPT = 20;

/** Refuses (429) what only a phone out of its mind sends, or somebody who would fill the service. */
async function checkRoom(tx: Transaction, taskId: string, userId: string): Promise<void> {
  const [row] = await tx.execute<{ count: number }>(sql`select count(*)::int as count from field_changes
    where task_id = ${taskId}::uuid and user_id = ${userId}::uuid and visit is not null`);
  if (row!.count > MOST_KEPT) throw new Problem('too-many-requests');
}

/** The body as its model gives it, or 422 with every fault. */
function checked<T extends z.ZodType>(model: T, body: unknown): z.output<T> {
  const read = model.safeParse(body);
  if (!read.success) throw new Problem('wrong-input', undefined, faultsOf(read.error.issues));
  return read.data;
}

/** What these make is known by the id that the phone made. */
const OF_OWN_ID: readonly string[] = ['visit', 'attempt'] satisfies ChangeKind[];

/** Runs the handler of the single act. Its entries are written only when it went well. */
async function act(call: ChangesCall, change: Change, acts: Acts): Promise<void> {
  // By its own keys: a kind is whatever a phone sends, `constructor` too.
  const route = Object.entries(acts.routes).find(([kind]) => kind === change.kind)?.[1];
  if (!route)
    throw new Problem('wrong-input', undefined, [
      { pointer: '/kind', detail: '不认识这种操作。 / An unknown kind of change.' },
    ]);
  const isOfOwnId = OF_OWN_ID.includes(change.kind);
  const params = { id: isOfOwnId ? change.id : change.taskId };
  const body = route.body?.safeParse(isOfOwnId ? { ...change.body, taskId: change.taskId } : change.body);
  if (body && !body.success) throw new Problem('wrong-input', undefined, faultsOf(body.error.issues));
  const notes: AuditNote[] = [];
  const version = await versionOf(call.tx, change.taskId);
  const record = async (note: AuditNote) => void notes.push({ ...note, action: note.action ?? route.action });
  await route.handle({ ...call, params, query: undefined, body: body?.data, version, record });
  for (const note of notes) await call.record(note);
}

async function versionOf(tx: Transaction, taskId: string): Promise<number> {
  const [row] = await tx.execute<{ version: number }>(sql`select version from tasks where id = ${taskId}::uuid`);
  return row?.version ?? 0;
}

/**
 * Where a task stands, for whoever is of its county; undefined when there is none there. A lead's stands where the lead is seen; what
 * is a task itself never does, so that nobody leads another's work astray by a lead under its id.
 */
async function findStanding(tx: Transaction, taskId: string): Promise<Standing | undefined> {
  const [row] = await tx.execute<Standing & Record<string, unknown>>(sql`
    select p.state, p.assignee_id as "assigneeId", u.name as assignee, p.county_code as county, p.area_code as area
    from (select 0 as rank, * from place_of_task(${taskId}::uuid)
      union all select 1, l_place.* from leads l, place_of_task(l.task_id) l_place where l.id = ${taskId}::uuid) p
    left join users u on u.id = p.assignee_id order by p.rank limit 1`);
  return row;
}

async function findTaken(tx: Transaction, { id }: Change, userId: string) {
  const [row] = await tx.execute<{
    outcome: 'applied' | 'kept';
    keptBecause: Because | null;
    clashes: Clash[] | null;
  }>(sql`
    select outcome, kept_because as "keptBecause", clashes from field_changes where id = ${id}::uuid and user_id = ${userId}::uuid`);
  return row;
}

/** What still waits for a choice. */
async function openClashes(tx: Transaction, visitId: string, clashes: Clash[] | null): Promise<Clash[]> {
  if (!clashes) return [];
  const chosen = await readChoices(tx, visitId);
  return clashes.filter(({ field }) => !chosen.has(field));
}

interface Row extends Partial<Taken> {
  change: Change;
  user: string;
  now: Date;
  standing: Standing;
  because: Because | null;
}

async function keepRow(tx: Transaction, of: Row): Promise<Taken> {
  const { change, standing, because, clashes = [] } = of;
  await tx.execute(sql`insert into field_changes (id, user_id, kind, task_id, county_code, area_code, received_at, outcome, kept_because, visit, clashes)
    values (${change.id}::uuid, ${of.user}::uuid, ${change.kind}, ${change.taskId}::uuid, ${standing.county}, ${standing.area}, ${of.now.toISOString()},
      ${because ? 'kept' : 'applied'}, ${because}, ${because ? JSON.stringify(change.body) : null}::jsonb,
      ${clashes.length > 0 ? JSON.stringify(clashes) : null}::jsonb)`);
  return { because, clashes };
}

/** Why a visit could not answer its task; undefined when nothing of that kind stood in its way. */
function becauseOf({ state, assigneeId }: Standing, userId: string): Because | undefined {
  if (state === 'cancelled') return 'cancelled';
  if (state === 'closed') return 'closed';
  if (assigneeId === userId) return state === 'submitted' || state === 'confirmed' ? 'visited' : undefined;
  return state === 'returned' || state === 'waiting' || state === 'dispatched' ? 'returned' : 're-assigned';
}

interface Failed {
  code?: string;
  message?: string;
  cause?: unknown;
}

/** A refusal that is the change's own: one of ours, or a value that PostgreSQL cannot take. Anything else is not the change's fault. */
function refusalOf(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error;
  for (let at = error as Failed | undefined; at; at = at.cause as typeof at)
    if (/^2[23]\w{3}$/.test(at.code ?? '')) return findUnstorable(at) ?? new Problem('bad-request');
  return undefined;
}

/** As many faults as somebody reads; a body that is wrong throughout would come back longer than it went. */
const MOST_FAULTS = 20;

function faultsOf(issues: readonly { path: readonly PropertyKey[]; message: string }[]): FieldError[] {
  const told = issues.slice(0, MOST_FAULTS);
  return told.map(({ path, message }) => ({ pointer: `/${path.map(String).join('/')}`, detail: message }));
}

interface Became {
  outcome: ChangeAnswer['outcome'];
  keptBecause?: Because | null;
  again?: boolean;
  refusal?: Problem;
  clashes?: Clash[];
}

function answerOf(change: Change, userId: string, standing: Standing | undefined, became: Became): ChangeAnswer {
  const { outcome, keptBecause = null, again = false, refusal, clashes = [] } = became;
  const told = { code: refusal?.code ?? null, detail: refusal?.message ?? null, errors: refusal?.errors ?? [] };
  const isMine = standing?.assigneeId === userId;
  const task = standing && { state: standing.state, assignee: standing.assignee, isMine };
  const asked = clashes.length > 0 ? { clashes } : {};
  return { id: change.id, outcome, again, keptBecause, ...told, task: task ?? null, ...asked };
}
