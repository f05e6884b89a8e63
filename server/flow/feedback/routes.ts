// Data-quality tickets: a department reads and answers its own, the areas they came from read along.
import { z } from 'zod';
import { defineRoute, type Route } from '../../access/route.ts';
import type { Names } from '../../kernel/names.ts';
import { encodeCursor, PageQuery, pageOf, readCursor } from '../../kernel/page.ts';
import type { Contract } from '../ingest/contract.ts';
import type { RuleVersions } from '../rules/versions.ts';
import type { Outcome } from '../visits/model.ts';
import { TicketAnswer, TicketFilter, TicketRow } from './model.ts';
import { answerTicket, listTickets, type StoredTicket, TicketCursor, ticketsSeenBy } from './store.ts';

interface Words {
  outcomes: readonly Outcome[];
  contracts: readonly Contract[];
  departments: readonly { code: string; names: Names }[];
  versions: RuleVersions;
}

export function ticketRoutes(words: Words): Route[] {
  const list = defineRoute({
    method: 'GET',
    url: '/api/tickets',
    action: 'ticket.read',
    summary: 'Rows that a visit found wrong: a department’s own, or those of my area, with the answers',
    // The rule's name hangs on the alert, which a department's account may not read; `ticketsSeenBy` keeps them apart.
    isTrusted: true,
    query: TicketFilter.extend(PageQuery.shape),
    response: pageOf(TicketRow).extend({ counts: z.record(z.string(), z.number()) }),
    async handle({ tx, scope, query, now, record }) {
      const after = readCursor(query.after, TicketCursor);
      const page = await listTickets(tx, scope, { ...query, after, now });
      if (page.items.length > 0)
        await record({
          subjectKind: 'ticket-list',
          subjectId: query.state,
          details: { tickets: page.items.map((item) => item.id) },
        });
      const known = await words.versions(
        tx,
        page.items.flatMap((item) => item.ruleVersionId ?? []),
      );
      return {
        items: page.items.map((item) =>
          inWords(item, words, known.get(item.ruleVersionId ?? -1)?.rule?.definition.names),
        ),
        next: page.next && encodeCursor(page.next),
        counts: page.counts,
      };
    },
  });

  const answer = defineRoute({
    method: 'POST',
    url: '/api/tickets/:id/answer',
    action: 'ticket.answer',
    summary: 'Say what became of the row: corrected, right as it was, or not ours',
    needsVersion: true,
    params: z.object({ id: z.uuid() }),
    body: TicketAnswer,
    response: z.object({ id: z.uuid(), version: z.number() }),
    async handle({ tx, scope, user, params, body, version, now, record }) {
      const done = await answerTicket(tx, ticketsSeenBy(scope), { ...body, id: params.id, version, now, by: user.id });
      await record({
        subjectKind: 'ticket',
        subjectId: params.id,
        areaCode: done.area,
        details: { code: body.code, ...(body.batchId && { batch: body.batchId }) },
      });
      return { id: params.id, version: done.version };
    },
  });

  return [list, answer];
}

function inWords(ticket: StoredTicket, words: Words, rule: Names | undefined): TicketRow {
  const { ruleId, ruleVersionId: _, ...row } = ticket;
  const code = (text: string): Names => ({ zh: text, en: text });
  return {
    ...row,
    departmentNames: words.departments.find((one) => one.code === row.department)?.names ?? code(row.department),
    title: words.contracts.find((one) => one.dataset === row.dataset)?.title ?? code(row.dataset),
    rule: rule ?? (ruleId === null ? { zh: '线索', en: 'lead' } : code(ruleId)),
    outcome: words.outcomes.find((one) => one.code === row.outcomeCode)?.names ?? code(row.outcomeCode),
  };
}
