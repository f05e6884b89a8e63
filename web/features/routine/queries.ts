// Visits by the calendar: the board of a month, what is late, who is in a group, agreements of care, and the acts on them.
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type {
  AgreementChange,
  AgreementInput,
  AgreementRow,
  AgreementState,
  CarerRow,
  MemberChange,
  MemberInput,
  MemberRow,
  RoutineGroups,
  StartInput,
} from '../../../server/flow/tasks/routine/model.ts';
import type { OverdueRow, RoutineBoard } from '../../../server/insight/routine/model.ts';
import { call, queryString } from '../../api/client.ts';

export interface Asked {
  area: string;
  group: string;
}

const BASE = '/api/routine';
const idOf = (id: string) => encodeURIComponent(id);
export const ROUTINE_KEY = ['routine'] as const;

export const boardPath = (asked: Asked & { month: string }) => queryString({ ...asked });
export const boardQuery = (asked: Asked & { month: string }) =>
  queryOptions({
    queryKey: [...ROUTINE_KEY, 'board', asked],
    queryFn: ({ signal }) => call<RoutineBoard>('GET', `${BASE}/board${boardPath(asked)}`, { signal }),
    placeholderData: keepPreviousData,
  });

export const groupsQuery = (area: string) =>
  queryOptions({
    queryKey: [...ROUTINE_KEY, 'groups', area],
    queryFn: ({ signal }) => call<RoutineGroups>('GET', `${BASE}/groups${queryString({ area })}`, { signal }),
  });

export const carersQuery = (area: string) =>
  queryOptions({
    queryKey: [...ROUTINE_KEY, 'carers', area],
    queryFn: async ({ signal }) =>
      (await call<{ items: CarerRow[] }>('GET', `${BASE}/carers${queryString({ area })}`, { signal })).items,
  });

const listQuery = <T extends { items: unknown[]; next: string | null }>(
  name: string,
  asked: Record<string, string | null>,
) =>
  infiniteQueryOptions({
    queryKey: [...ROUTINE_KEY, name, queryString(asked)],
    queryFn: ({ pageParam, signal }) =>
      call<T>('GET', `${BASE}/${name}${queryString({ ...asked, limit: 50, after: pageParam })}`, { signal }),
    initialPageParam: '',
    getNextPageParam: (page: T) => page.next ?? undefined,
  });

export const overdueQuery = ({ area, group }: Asked) =>
  listQuery<{ items: OverdueRow[]; next: string | null }>('overdue', { area, group });
export const membersQuery = ({ area, group, ended }: Asked & { ended: 'no' | 'yes' }) =>
  listQuery<{ items: MemberRow[]; next: string | null }>('members', { area, group, ended });
export const agreementsQuery = ({ area, state }: { area: string; state: AgreementState }) =>
  listQuery<{ items: AgreementRow[]; next: string | null; counts: Record<AgreementState, number> }>('agreements', {
    ...{ area, state },
  });

export const startGroup = (body: StartInput) => call('POST', `${BASE}/starts`, { body });
export const stopGroup = (id: string) => call('POST', `${BASE}/starts/${idOf(id)}/end`);
export const addMember = (body: MemberInput) => call('POST', `${BASE}/members`, { body });
export const changeMember = ({ id, ...body }: MemberChange & { id: string }) =>
  call('PUT', `${BASE}/members/${idOf(id)}`, { body });
export const endMember = ({ id, reason }: { id: string; reason: string }) =>
  call('POST', `${BASE}/members/${idOf(id)}/end`, { body: { reason } });
export const addAgreement = (body: AgreementInput) => call('POST', `${BASE}/agreements`, { body });
export const changeAgreement = ({ id, body }: { id: string; body: AgreementChange }) =>
  call('PUT', `${BASE}/agreements/${idOf(id)}`, { body });
export const endAgreement = ({ id, reason }: { id: string; reason: string }) =>
  call('POST', `${BASE}/agreements/${idOf(id)}/end`, { body: { reason } });
