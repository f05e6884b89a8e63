// Visits as they were sent: added, never changed.
import { sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { Transaction } from '../../../db/client.ts';
import type { SignedIn } from '../../access/route.ts';
import { declareAttachments } from './attachments/declare.ts';
import type { Attachment, VisitInput } from './model.ts';

/**
 * Adds a visit and declares what it brings; false when this id is there already (the phone sent it twice). `typedBy`: it was written on
 * paper, and whoever types it also sends its photos.
 */
export async function addVisit(
  tx: Transaction,
  id: string,
  visit: Omit<z.output<typeof VisitInput>, 'attachments'> & { attachments?: Attachment[] },
  visitor: Pick<SignedIn, 'id' | 'visitorKind'>,
  now: Date,
  typedBy?: string,
): Promise<boolean> {
  const { place } = visit;
  const [added] = await tx.execute<{
    county: string;
    area: string;
  }>(sql`insert into visits (id, task_id, household_id, county_code, area_code, visitor_id, visitor_kind, visited_at,
      submitted_at, latitude, longitude, accuracy_metres, no_place_reason, outcome_code, cause, note, assistance_note, answers, origin,
      entered_by)
    select ${id}::uuid, t.id, t.household_id, t.county_code, t.area_code, ${visitor.id}::uuid, ${visitor.visitorKind ?? 'coordinator'}, ${visit.visitedAt},
      ${now.toISOString()}, ${place?.latitude ?? null}, ${place?.longitude ?? null}, ${place?.accuracyMetres ?? null}, ${visit.noPlaceReason},
      ${visit.outcomeCode}, ${visit.cause}, ${visit.note}, ${visit.assistanceNote}, ${JSON.stringify(visit.answers)}::jsonb, ${typedBy ? 'paper' : 'phone'},
      ${typedBy ?? null}::uuid
    from tasks t where t.id = ${visit.taskId}::uuid on conflict (id) do nothing
    returning county_code as county, area_code as area`);
  if (!added) return false;
  await declareAttachments(
    tx,
    { visitId: id, senderId: typedBy ?? visitor.id, now, ...added },
    visit.attachments ?? [],
  );
  return true;
}

/** Who sent this visit for which task, if it is there and in sight. */
export async function findVisit(
  tx: Transaction,
  id: string,
): Promise<{ taskId: string; visitorId: string; enteredBy: string | null } | undefined> {
  const [row] = await tx.execute<{
    taskId: string;
    visitorId: string;
    enteredBy: string | null;
  }>(sql`select task_id as "taskId", visitor_id as "visitorId", entered_by as "enteredBy"
    from visits where id = ${id}::uuid`);
  return row;
}

/** Fills in whose the visits of a task were, where that was not known when they came. */
export async function tieVisits(tx: Transaction, of: { taskId: string; householdId: number }): Promise<void> {
  await tx.execute(sql`update visits set household_id = ${of.householdId}
    where task_id = ${of.taskId}::uuid and household_id is null`);
}
