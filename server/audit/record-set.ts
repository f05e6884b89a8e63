// Audit entries of a step: one an item, in the step's own transaction. What people do is recorded by record.ts.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';

export interface SystemEntry {
  id: string;
  area: string | null;
  details?: Record<string, unknown>;
}

/** Writes one entry for each item, as the system's own act. */
export async function recordSet(
  tx: Executor,
  now: Date,
  action: string,
  subjectKind: string,
  items: SystemEntry[],
): Promise<void> {
  if (items.length === 0) return;
  await tx.execute(sql`insert into audit_entries (at, actor, action, subject_kind, subject_id, area_code, details)
    select ${now.toISOString()}, 'system', ${action}, ${subjectKind}, id, area, coalesce(details, '{}')
    from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as t(id text, area text, details jsonb)`);
}
