// Rules as they do: their figures beside the list, their terms beside the definition, and what is blind where.
import { z } from 'zod';
import { defineRoute, type Route } from '../../access/route.ts';
import type { Catalogue } from '../../catalogue.ts';
import { orNotFound } from '../../kernel/problem.ts';
import { hidesFewFrom } from '../few.ts';
import { readRuleFigures } from './figures.ts';
import { BlindMap, RuleFigures, RuleTerms } from './model.ts';
import { readBlindMap, readTerms } from './terms.ts';

export function ruleRoutes(catalogue: Catalogue): Route[] {
  return [
    defineRoute({
      method: 'GET',
      url: '/api/rules/figures',
      action: 'rule.read',
      summary: 'What each rule raised in my area in thirteen weeks, and how often it was right in a year',
      response: RuleFigures,
      handle: ({ tx, scope, user, now }) =>
        readRuleFigures(tx, scope, { catalogue, now, hidesFew: hidesFewFrom(user.role) }),
    }),
    defineRoute({
      method: 'GET',
      url: '/api/rules/:id/terms',
      action: 'rule.read',
      summary: 'A rule’s terms today: parameters, the standards of my counties, the sources it waits for',
      params: z.object({ id: z.string().max(60) }),
      response: RuleTerms,
      async handle({ tx, scope, params, now }) {
        return orNotFound(await readTerms(tx, { catalogue, scope, now }, params.id));
      },
    }),
    defineRoute({
      method: 'GET',
      url: '/api/sources/blind',
      action: 'source.read',
      summary: 'Which rule is blind where in my area: for want of a source, or of a county’s standard',
      response: BlindMap,
      handle: ({ tx, scope, now }) => readBlindMap(tx, { catalogue, scope, now }),
    }),
  ];
}
