// Silences as people make and end them. Making one shows first what it hides.
import { z } from 'zod';
import type { Transaction } from '../../../db/client.ts';
import { defineRoute, type Route } from '../../access/route.ts';
import type { AreaRule } from '../rules/area-rule.ts';
import { readBook } from '../rules/book.ts';
import type { RuleBook } from '../rules/load.ts';
import type { SourceRule } from '../rules/source-rule.ts';
import {
  SilencedRule,
  SilenceEndInput,
  SilenceInput,
  SilencePreview,
  SilencePreviewInput,
  SilenceRow,
} from './model.ts';
import { addSilence, endSilence, findSilenced, type KnownRule, listSilences, previewSilence } from './silences.ts';

export interface SilenceContext {
  book: RuleBook;
  sourceRules: readonly SourceRule[];
  areaRules: readonly AreaRule[];
}

/** Every rule that a silence may name: those in force, and those about sources and places. */
export function silencedRules({ book, sourceRules, areaRules }: SilenceContext): KnownRule[] {
  return [
    ...book.rules.map(({ id, definition: { names, severity } }) => ({ id, names, severity, of: 'household' as const })),
    ...sourceRules.map(({ id, names, severity }) => ({ id, names, severity, of: 'source' as const })),
    ...areaRules.map(({ id, names, severity }) => ({ id, names, severity, of: 'area' as const })),
  ];
}

export function silenceRoutes(context: SilenceContext): Route[] {
  const readRules = async (tx: Transaction) => {
    const book = await readBook(tx, context.book);
    return { book, rules: silencedRules({ ...context, book }) };
  };

  return [
    defineRoute({
      method: 'GET',
      url: '/api/silences',
      action: 'silence.read',
      summary: 'Of what nobody is told in my area, why and until when; and which rules a silence may name',
      query: z.object({ all: z.stringbool().default(false).describe('those that are over, too') }),
      response: z.object({ items: z.array(SilenceRow), rules: z.array(SilencedRule) }),
      async handle({ tx, scope, query, now }) {
        const { rules } = await readRules(tx);
        return { items: await listSilences(tx, scope, { rules, now, all: query.all }), rules };
      },
    }),
    defineRoute({
      method: 'POST',
      url: '/api/silences/preview',
      action: 'silence.preview',
      summary: 'What a silence would hide today; changes nothing',
      body: SilencePreviewInput,
      response: SilencePreview,
      async handle({ tx, scope, body, now, record }) {
        const { book, rules } = await readRules(tx);
        const silenced = await findSilenced(tx, scope, body, rules);
        const preview = await previewSilence(tx, silenced, { book, rules, now });
        const details = { rule: silenced.ruleId, findings: preview.findings };
        await record({ subjectKind: 'silence', subjectId: 'preview', areaCode: silenced.area, details });
        return preview;
      },
    }),
    defineRoute({
      method: 'POST',
      url: '/api/silences',
      action: 'silence.create',
      summary: 'Tell nobody of a rule, a household or a place for a while, with a reason; what stands open goes on',
      body: SilenceInput,
      response: z.object({ id: z.uuid() }),
      async handle({ tx, scope, user, body, now, record }) {
        const { rules } = await readRules(tx);
        const silenced = await findSilenced(tx, scope, body, rules);
        const until = new Date(body.until);
        const id = await addSilence(tx, silenced, { reason: body.reason, until, by: user.id, now });
        const details = { rule: silenced.ruleId, ofOne: silenced.householdId !== null, until: body.until };
        await record({ subjectKind: 'silence', subjectId: id, areaCode: silenced.area, details });
        return { id };
      },
    }),
    defineRoute({
      method: 'POST',
      url: '/api/silences/:id/end',
      action: 'silence.end',
      summary: 'End a silence before its time; what still holds is raised at once',
      startsCycle: true,
      params: z.object({ id: z.uuid() }),
      body: SilenceEndInput,
      response: z.object({ id: z.uuid() }),
      async handle({ tx, scope, user, params, body, now, record }) {
        const { area } = await endSilence(tx, scope, { id: params.id, by: user.id, now });
        await record({
          subjectKind: 'silence',
          subjectId: params.id,
          areaCode: area,
          details: { reason: body.reason ?? null },
        });
        return { id: params.id };
      },
    }),
  ];
}
