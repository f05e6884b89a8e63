// Lists of staff that come in as files, and the log as a file that goes out.
import { z } from 'zod';
import { defineRoute, FileAnswer, type Route } from '../access/route.ts';
import { AuditWanted } from '../audit/model.ts';
import { writeXlsx } from '../flow/ingest/write-xlsx.ts';
import { csvText } from '../kernel/table-text.ts';
import { exportAudit } from './audit-export.ts';
import { importAccounts } from './import.ts';
import { IMPORT_MODES, ImportResult } from './model.ts';
import { ROLE_CHOICES, TEMPLATE, VISITOR_CHOICES } from './sheet.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const template = defineRoute({
  method: 'GET',
  url: '/api/users/import/template',
  action: 'user.import',
  summary: 'The empty file of accounts, with an example of each kind',
  query: z.object({ format: z.enum(['xlsx', 'csv']).default('xlsx') }),
  response: z.string().describe('a workbook, or CSV'),
  async handle({ query }) {
    const name = `账号_模板.${query.format}`;
    if (query.format === 'csv')
      return new FileAnswer({ name, type: 'text/csv; charset=utf-8', content: csvText(TEMPLATE) });
    const choices = new Map([
      [2, ROLE_CHOICES],
      [6, VISITOR_CHOICES],
    ]);
    const widths = [18, 12, 14, 14, 14, 32, 14, 10];
    const content = writeXlsx([{ name: '账号', rows: TEMPLATE, widths, choices }]);
    return new FileAnswer({ name, type: XLSX, content });
  },
});

const take = defineRoute({
  method: 'POST',
  url: '/api/users/import',
  action: 'user.import',
  summary: 'Take in a file of accounts: try it, make all or nothing, or make the lines without a fault',
  isTrusted: true,
  takesFile: true,
  body: z.object({ mode: z.enum(IMPORT_MODES).default('try') }),
  response: ImportResult,
  async handle({ tx, user, now, body, file, record }) {
    const { result, made } = await importAccounts({ tx, user, now }, file, body.mode);
    for (const { id, account, isBlocked } of made) {
      const { username, role, bodyKey, department, villages } = account;
      const details = { username, role, bodyKey, department, villages, isBlocked, isImported: true };
      await record({ action: 'user.create', subjectKind: 'user', subjectId: id, details });
    }
    const { mode, rows, good, faults } = result;
    const details = { mode, rows, good, made: made.length, faults: faults.length };
    await record({ subjectKind: 'user-list', subjectId: 'import', details });
    return result;
  },
});

const auditFile = defineRoute({
  method: 'GET',
  url: '/api/audit/export',
  action: 'audit.export',
  summary: 'The log under a filter as a workbook, at most 20,000 entries; that it was taken along is logged',
  isTrusted: true,
  query: AuditWanted,
  response: z.string().describe('a workbook'),
  async handle({ tx, user, query, now, record }) {
    const { name, content, rows } = await exportAudit(tx, query, { by: user.name, now });
    await record({ subjectKind: 'audit', subjectId: 'export', details: { filter: query, rows } });
    return new FileAnswer({ name, type: XLSX, content });
  },
});

export const routes: Route[] = [template, take, auditFile];
