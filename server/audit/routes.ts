// The auditor's pages: the log, newest first, and whether its chain holds. Reading the log is logged too.
import { and, desc, eq, like, lt, or, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import type { Executor } from '../../db/client.ts';
import { auditEntries, auditSeals } from '../../db/schema/audit.ts';
import { defineRoute, type Route } from '../access/route.ts';
import { encodeCursor, pageOf, readCursor } from '../kernel/page.ts';
import { AuditFilter, AuditRow, AuditVerification } from './model.ts';
import { verifyAudit } from './verify.ts';

const IdKey = z.tuple([z.int()]);

const getAudit = defineRoute({
  method: 'GET',
  url: '/api/audit',
  action: 'audit.read',
  summary: 'Who did and read what, newest first',
  isTrusted: true,
  query: AuditFilter,
  response: pageOf(AuditRow),
  async handle({ tx, query, record }) {
    const rows = await listEntries(tx, query, readCursor(query.after, IdKey)?.[0]);
    const items = rows.slice(0, query.limit);
    const { limit: _, after: __, ...filter } = query;
    await record({ subjectKind: 'audit', subjectId: 'log', details: { filter, rows: items.length } });
    return { items, next: rows.length > items.length ? encodeCursor([items.at(-1)?.id]) : null };
  },
});

const getVerification = defineRoute({
  method: 'GET',
  url: '/api/audit/verification',
  action: 'audit.read',
  summary: 'Walk the chain of hashes: was the log changed?',
  isTrusted: true,
  response: AuditVerification,
  async handle({ tx, record }) {
    const verification = await verifyAudit(tx);
    await record({
      subjectKind: 'audit',
      subjectId: 'chain',
      details: { ok: verification.ok, head: verification.head },
    });
    return verification;
  },
});

/** One more than the page holds, so that the caller knows whether another follows. */
async function listEntries(tx: Executor, filter: AuditFilter, before: number | undefined): Promise<AuditRow[]> {
  const { actor, action, subjectKind, subjectId } = filter;
  const wanted: (SQL | undefined)[] = [
    before === undefined ? undefined : lt(auditEntries.id, before),
    actor ? eq(auditEntries.actor, actor) : undefined,
    action
      ? or(eq(auditEntries.action, action), like(auditEntries.action, `${action.replace(/[\\%_]/g, '\\$&')}.%`))
      : undefined,
    subjectKind ? eq(auditEntries.subjectKind, subjectKind) : undefined,
    subjectId ? eq(auditEntries.subjectId, subjectId) : undefined,
  ];
  const rows = await tx
    .select({ entry: auditEntries, sequence: auditSeals.sequence })
    .from(auditEntries)
    .leftJoin(auditSeals, eq(auditSeals.entryId, auditEntries.id))
    .where(and(...wanted))
    .orderBy(desc(auditEntries.id))
    .limit(filter.limit + 1);
  return rows.map(({ entry, sequence }) => ({
    ...entry,
    at: entry.at.toISOString(),
    details: entry.details as Record<string, unknown>,
    sequence,
  }));
}

export const routes: Route[] = [getAudit, getVerification];
