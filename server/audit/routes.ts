// The auditor's pages: the log, newest first, and whether its chain holds. Reading the log is logged too.
import { z } from 'zod';
import { defineRoute, type Route } from '../access/route.ts';
import { encodeCursor, pageOf, readCursor } from '../kernel/page.ts';
import { listActions, listEntries, readChain } from './list.ts';
import { AuditFilter, AuditRow, AuditVerification, AuditWords, ChainState, SecurityView } from './model.ts';
import { readSecurity } from './security.ts';
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
    const { limit, after, ...wanted } = query;
    const rows = await listEntries(tx, wanted, { before: readCursor(after, IdKey)?.[0], limit: limit + 1 });
    const items = rows.slice(0, limit);
    await record({ subjectKind: 'audit', subjectId: 'log', details: { filter: wanted, rows: items.length } });
    return { items, next: rows.length > items.length ? encodeCursor([items.at(-1)?.id]) : null };
  },
});

const getActions = defineRoute({
  method: 'GET',
  url: '/api/audit/actions',
  action: 'audit.read',
  summary: 'The actions that stand in the log, to filter by',
  isTrusted: true,
  response: AuditWords,
  handle: async ({ tx }) => ({ actions: await listActions(tx) }),
});

const getChain = defineRoute({
  method: 'GET',
  url: '/api/audit/chain',
  action: 'audit.read',
  summary: 'How far the log is sealed, and when its chain was last verified',
  isTrusted: true,
  response: ChainState,
  handle: ({ tx }) => readChain(tx),
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
    const { ok, head, sealed, firstBroken } = verification;
    const details = { ok, head, sealed, ...(firstBroken && { firstBroken }) };
    await record({ subjectKind: 'audit', subjectId: 'chain', details });
    return verification;
  },
});

const getSecurity = defineRoute({
  method: 'GET',
  url: '/api/security',
  action: 'security.read',
  summary: 'Refused sign-ins, roles given, and reveals of personal numbers by person and day',
  isTrusted: true,
  response: SecurityView,
  async handle({ tx, now, record }) {
    const view = await readSecurity(tx, now);
    await record({ subjectKind: 'audit', subjectId: 'security', details: { people: view.reveals.people.length } });
    return view;
  },
});

export const routes: Route[] = [getAudit, getActions, getChain, getVerification, getSecurity];
