// Takes in what was done on a phone, one change after another, each in a savepoint of its own and by the very handlers of the single
// acts: the same rules, the same entries in the log. What cannot be done is answered alone and undoes nothing of the others.
import { sql } from 'drizzle-orm';
import type { Transaction } from '../../db/client.ts';
import type { AuditNote, Call, Route } from '../access/route.ts';
import { VisitInput } from '../flow/visits/model.ts';
import { type FieldError, Problem } from '../kernel/problem.ts';
import type { Change, ChangeAnswer, ChangeKind } from './model.ts';

type ChangesCall = Pick<
  Call<undefined, undefined, unknown>,
  'tx' | 'scope' | 'user' | 'now' | 'record' | 'session' | 'phone' | 'isRehearsal' | 'file'
>;
type Because = NonNullable<ChangeAnswer['keptBecause']>;

/** The single acts behind each kind of change. */
export type Acts = Record<ChangeKind, Route>;

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
  const standing = await findStanding(tx, change.taskId);
  if (known) return answerOf(change, user.id, standing, { ...known, again: true });
  try {
    // The task's own state guards these moves; which version of it a phone saw days ago does not matter.
    const kept = await tx.transaction(async (inner) => await actOrKeep({ ...call, tx: inner }, change, acts));
    const after = await findStanding(tx, change.taskId);
    return answerOf(change, user.id, after, { outcome: kept ? 'kept' : 'applied', keptBecause: kept });
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    // Taken on by the single act, or from another phone of theirs: what was wanted is so.
    if (change.kind === 'accept' && standing?.assigneeId === user.id && hasBeenAccepted(standing))
      return answerOf(change, user.id, standing, { outcome: 'applied', again: true });
    return answerOf(change, user.id, standing, { outcome: 'needs-you', refusal });
  }
}

const hasBeenAccepted = ({ state }: Standing) => ['accepted', 'submitted', 'confirmed', 'closed'].includes(state);

/** Does it, or keeps a visit whose task has gone on; says why it was kept. */
async function actOrKeep(call: ChangesCall, change: Change, acts: Acts): Promise<Because | null> {
  const { tx, user, now } = call;
  const standing = await findStanding(tx, change.taskId);
  if (!standing) throw new Problem('not-found');
  try {
    await tx.transaction(async (inner) => await act({ ...call, tx: inner }, change, acts));
    await keepRow(tx, { change, user: user.id, now, standing, because: null });
    return null;
  } catch (error) {
    const hasGoneOn = error instanceof Problem && ['not-found', 'state-conflict'].includes(error.code);
    const because = hasGoneOn && change.kind === 'visit' ? becauseOf(standing, user.id) : undefined;
    if (!because) throw error;
    const visit = VisitInput.safeParse({ ...change.body, taskId: change.taskId });
    if (!visit.success) throw new Problem('wrong-input', undefined, faultsOf(visit.error.issues));
    await keepRow(tx, { change: { ...change, body: visit.data }, user: user.id, now, standing, because });
    await call.record({
      action: 'visit.keep',
      subjectKind: 'visit',
      subjectId: change.id,
      areaCode: standing.area,
      details: { task: change.taskId, because, outcome: visit.data.outcomeCode },
    });
    return because;
  }
}

/** What these make is known by the id that the phone made. */
const OF_OWN_ID: readonly string[] = ['visit', 'attempt'] satisfies ChangeKind[];

/** Runs the handler of the single act. Its entries are written only when it went well. */
async function act(call: ChangesCall, change: Change, acts: Acts): Promise<void> {
  const route = acts[change.kind as ChangeKind] as Route | undefined;
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

/** Where a task stands, for whoever is of its county; undefined when there is none there. */
async function findStanding(tx: Transaction, taskId: string): Promise<Standing | undefined> {
  const [row] = await tx.execute<Standing & Record<string, unknown>>(sql`
    select p.state, p.assignee_id as "assigneeId", u.name as assignee, p.county_code as county, p.area_code as area
    from place_of_task(${taskId}::uuid) p left join users u on u.id = p.assignee_id`);
  return row;
}

async function findTaken(tx: Transaction, { id }: Change, userId: string) {
  const [row] = await tx.execute<{ outcome: 'applied' | 'kept'; keptBecause: Because | null }>(sql`
    select outcome, kept_because as "keptBecause" from field_changes where id = ${id}::uuid and user_id = ${userId}::uuid`);
  return row;
}

async function keepRow(
  tx: Transaction,
  of: { change: Change; user: string; now: Date; standing: Standing; because: Because | null },
): Promise<void> {
  const { change, standing, because } = of;
  await tx.execute(sql`insert into field_changes (id, user_id, kind, task_id, county_code, area_code, received_at, outcome, kept_because, visit)
    values (${change.id}::uuid, ${of.user}::uuid, ${change.kind}, ${change.taskId}::uuid, ${standing.county}, ${standing.area}, ${of.now.toISOString()},
      ${because ? 'kept' : 'applied'}, ${because}, ${because ? JSON.stringify(change.body) : null}::jsonb)`);
}

/** Why a visit could not answer its task; undefined when nothing of that kind stood in its way. */
function becauseOf({ state, assigneeId }: Standing, userId: string): Because | undefined {
  if (state === 'cancelled') return 'cancelled';
  if (state === 'closed') return 'closed';
  if (assigneeId === userId) return state === 'submitted' || state === 'confirmed' ? 'visited' : undefined;
  return state === 'returned' || state === 'waiting' || state === 'dispatched' ? 'returned' : 're-assigned';
}

/** A refusal that is the change's own: one of ours, or a value that PostgreSQL cannot take. Anything else is not the change's fault. */
function refusalOf(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error;
  for (let at = error as { code?: string; cause?: unknown } | undefined; at; at = at.cause as typeof at)
    if (/^2[23]\w{3}$/.test(at.code ?? '')) return new Problem('bad-request');
  return undefined;
}

function faultsOf(issues: readonly { path: readonly PropertyKey[]; message: string }[]): FieldError[] {
  return issues.map(({ path, message }) => ({ pointer: `/${path.map(String).join('/')}`, detail: message }));
}

interface Became {
  outcome: ChangeAnswer['outcome'];
  keptBecause?: Because | null;
  again?: boolean;
  refusal?: Problem;
}

function answerOf(change: Change, userId: string, standing: Standing | undefined, became: Became): ChangeAnswer {
  const { outcome, keptBecause = null, again = false, refusal } = became;
  const told = { code: refusal?.code ?? null, detail: refusal?.message ?? null, errors: refusal?.errors ?? [] };
  const isMine = standing?.assigneeId === userId;
  const task = standing && { state: standing.state, assignee: standing.assignee, isMine };
  return { id: change.id, outcome, again, keptBecause, ...told, task: task ?? null };
}
