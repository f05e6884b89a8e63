// Accounts from the server: listed, opened, changed; the rights of roles; a file of accounts taken in.
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { AccountChange, AccountState, PasswordMade, Workplaces } from '../../../server/access/accounts/model.ts';
import type { AccountInput, AccountRow } from '../../../server/access/model.ts';
import type { RoleRights } from '../../../server/access/security/model.ts';
import type { ImportMode, ImportResult } from '../../../server/staff/model.ts';
import { call, queryString } from '../../api/client.ts';
import { upload } from '../../api/upload.ts';

// Named here again: the models' files would bring the schema library along.
export const STATES = [
  'active',
  'disabled',
  'locked',
  'blocked',
  'first-password',
  'idle',
] as const satisfies readonly AccountState[];
export const ROLES = [
  'province-monitor',
  'city-supervisor',
  'county-dispatcher',
  'township-officer',
  'village-coordinator',
  'department-liaison',
  'rule-author',
  'rule-publisher',
  'administrator',
  'security-officer',
  'auditor',
] as const satisfies readonly AccountRow['role'][];
export const VISITOR_KINDS = [
  'coordinator',
  'grid-worker',
  'social-worker',
  'first-secretary',
  'cadre',
  'volunteer',
] as const satisfies readonly NonNullable<AccountChange['visitorKind']>[];
/** The level of the body that a role works in. */
export const LEVELS: Record<string, string | undefined> = {
  ...{ 'province-monitor': 'province', 'rule-author': 'province', 'rule-publisher': 'province' },
  ...{ 'city-supervisor': 'prefecture', 'county-dispatcher': 'county', 'township-officer': 'township' },
};

export interface AccountsAsked {
  q: string;
  role: string;
  area: string;
  state: string;
}

interface Page {
  items: AccountRow[];
  next: string | null;
}

export const accountsQuery = (asked: AccountsAsked) =>
  infiniteQueryOptions({
    queryKey: ['accounts', 'list', asked],
    queryFn: ({ pageParam, signal }) =>
      call<Page>('GET', `/api/users${queryString({ ...asked, after: pageParam })}`, { signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });

export const accountQuery = (id: string) =>
  queryOptions({
    queryKey: ['accounts', 'one', id],
    queryFn: ({ signal }) => call<AccountRow>('GET', `/api/users/${encodeURIComponent(id)}`, { signal }),
  });

export const workplacesQuery = queryOptions({
  queryKey: ['workplaces'],
  queryFn: ({ signal }) => call<Workplaces>('GET', '/api/workplaces', { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

export const rolesQuery = queryOptions({
  queryKey: ['accounts', 'roles'],
  queryFn: async ({ signal }) => (await call<{ items: RoleRights[] }>('GET', '/api/roles', { signal })).items,
});

export function makeAccount(account: AccountInput): Promise<PasswordMade> {
  return call('POST', '/api/users', { body: account });
}

export function changeAccount(of: { id: string; version: number; to: AccountChange }): Promise<AccountRow> {
  return call('PUT', `/api/users/${of.id}`, { body: of.to, version: of.version });
}

export type Act = 'disable' | 'enable' | 'unlock' | 'sessions/end' | 'lock' | 'release';

export function actOn(id: string, act: Act, reason?: string): Promise<unknown> {
  return call('POST', `/api/users/${id}/${act}`, { body: reason === undefined ? {} : { reason } });
}

export function resetPassword(id: string): Promise<PasswordMade> {
  return call('POST', `/api/users/${id}/password`, { body: {} });
}

export function importAccounts(file: File, mode: ImportMode): Promise<ImportResult> {
  return upload<ImportResult>('/api/users/import', file, { fields: { mode } });
}

export const templateFile = (format: 'xlsx' | 'csv') => `/api/users/import/template?format=${format}`;
