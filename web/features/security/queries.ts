// What the security officer asks: sessions, what the log tells, rights of roles, keys for pushing, and accounts that are held.
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { AccountRow, KeyRow } from '../../../server/access/model.ts';
import type { RoleRights, SessionRow } from '../../../server/access/security/model.ts';
import type { SecurityView } from '../../../server/audit/model.ts';
import { call, queryString } from '../../api/client.ts';

export const TABS = ['sessions', 'accounts', 'refused', 'reveals', 'rights', 'keys'] as const;
export type Tab = (typeof TABS)[number];

export const securityQuery = queryOptions({
  queryKey: ['security', 'view'],
  queryFn: ({ signal }) => call<SecurityView>('GET', '/api/security', { signal }),
});

export const sessionsQuery = (q: string) =>
  infiniteQueryOptions({
    queryKey: ['security', 'sessions', q],
    queryFn: ({ pageParam, signal }) =>
      call<{ items: SessionRow[]; next: string | null }>(
        'GET',
        `/api/sessions${queryString({ q, after: pageParam })}`,
        {
          signal,
        },
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });

/** Held accounts first of all; with a search, whoever is found. */
export const heldQuery = (q: string) =>
  queryOptions({
    queryKey: ['security', 'accounts', q],
    queryFn: async ({ signal }) => {
      const state = q ? '' : 'blocked';
      return (
        await call<{ items: AccountRow[] }>('GET', `/api/users${queryString({ q, state, limit: 100 })}`, { signal })
      ).items;
    },
    placeholderData: keepPreviousData,
  });

export const rightsQuery = queryOptions({
  queryKey: ['security', 'rights'],
  queryFn: async ({ signal }) => (await call<{ items: RoleRights[] }>('GET', '/api/roles', { signal })).items,
});

export const pushKeysQuery = queryOptions({
  queryKey: ['security', 'keys'],
  queryFn: async ({ signal }) => (await call<{ items: KeyRow[] }>('GET', '/api/keys?limit=200', { signal })).items,
});

export function endSessionOf(id: string): Promise<unknown> {
  return call('POST', `/api/sessions/${id}/end`, { body: {} });
}

export function holdAccount(id: string, act: 'lock' | 'release', reason: string): Promise<unknown> {
  return call('POST', `/api/users/${id}/${act}`, { body: { reason } });
}

/** What a browser calls itself, in the words of an office: which browser on which system. Pure. */
export function deviceOf(agent: string | null): string {
  if (!agent) return '';
  const browser = /(WeChat|MicroMessenger|Edg|OPR|QQBrowser|Firefox|Chrome|Safari|curl|node)[\w]*\/?(\d+)?/i.exec(
    agent.replace(/Chrome\/(\d+).*(Edg|OPR)\//, '$2/$1 '),
  );
  const system = /(Windows NT|Android|iPhone|iPad|Mac OS X|HarmonyOS|Linux)/.exec(agent)?.[1] ?? '';
  const name = browser ? `${browser[1]}${browser[2] ? ` ${browser[2]}` : ''}` : agent.slice(0, 24);
  return [name, system.replace(' NT', '')].filter(Boolean).join(' · ');
}
