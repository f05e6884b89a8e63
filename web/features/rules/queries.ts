// Rules from the server: the list, their figures, one rule with its versions, its terms, its days and its counties.
import { queryOptions } from '@tanstack/react-query';
import type { AlertMap } from '../../../server/flow/alerts/model.ts';
import type { AlertDays } from '../../../server/insight/model.ts';
import type { RuleFigures, RuleTerms } from '../../../server/insight/rules/model.ts';
import type { RuleDetail, RuleRow } from '../../../server/studio/model.ts';
import { call, queryString } from '../../api/client.ts';

export const CLASSES = ['discovery', 'entitlement', 'change', 'policy'] as const;
export const STATUSES = ['published', 'draft', 'retired'] as const;
export const SORTS = ['open', 'new', 'precision', 'name'] as const;
export type Sort = (typeof SORTS)[number];

/** Fewer verified warnings than this are drawn hollow. */
export const FEW = 30;

export const rulesQuery = queryOptions({
  queryKey: ['rules', 'list'],
  queryFn: async ({ signal }) => (await call<{ items: RuleRow[] }>('GET', '/api/rules', { signal })).items,
});

export const figuresQuery = queryOptions({
  queryKey: ['rules', 'figures'],
  queryFn: ({ signal }) => call<RuleFigures>('GET', '/api/rules/figures', { signal }),
});

const path = (id: string) => `/api/rules/${encodeURIComponent(id)}`;

export const ruleQuery = (id: string) =>
  queryOptions({
    queryKey: ['rules', 'one', id],
    queryFn: ({ signal }) => call<RuleDetail>('GET', path(id), { signal }),
  });

export const termsQuery = (id: string) =>
  queryOptions({
    queryKey: ['rules', 'terms', id],
    queryFn: ({ signal }) => call<RuleTerms>('GET', `${path(id)}/terms`, { signal }),
  });

/** A warning about a source hangs on the source, and the map counts it only when asked so. */
const subjectOf = (about: RuleRow['about']) => (about === 'source' ? 'source' : undefined);

export const ruleDaysQuery = (id: string, about: RuleRow['about']) =>
  queryOptions({
    queryKey: ['rules', 'days', id],
    queryFn: ({ signal }) =>
      call<AlertDays>('GET', `/api/map/days${queryString({ rule: id, subject: subjectOf(about) })}`, { signal }),
  });

export const ruleMapQuery = (id: string, about: RuleRow['about']) =>
  queryOptions({
    queryKey: ['rules', 'map', id],
    queryFn: ({ signal }) =>
      call<AlertMap>('GET', `/api/map${queryString({ rule: id, subject: subjectOf(about) })}`, { signal }),
  });
