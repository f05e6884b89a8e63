// Writes the log. An entry stands or falls with the transaction of the act it tells of; nobody can change one afterwards.
import type { Executor } from '../../db/client.ts';
import { auditEntries } from '../../db/schema/audit.ts';
import type { AuditNote } from '../access/route.ts';

/** Who acted: an account, the service itself, or somebody at its command line. */
export type Actor = { id: string; username: string } | 'system' | 'command' | 'stranger';

/** Adds one entry inside the act's transaction. Works as the web role, which may insert and nothing else (so: no returning). */
export async function recordAct(
  tx: Executor,
  act: Omit<AuditNote, 'actor' | 'action'> & { at: Date; actor: Actor; action: string },
): Promise<void> {
  const { actor } = act;
  await tx.insert(auditEntries).values({
    at: act.at,
    actorId: typeof actor === 'string' ? null : actor.id,
    actor: typeof actor === 'string' ? actor : actor.username,
    action: act.action,
    subjectKind: act.subjectKind,
    subjectId: act.subjectId,
    areaCode: act.areaCode ?? null,
    details: act.details ?? {},
  });
}
