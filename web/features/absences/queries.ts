// Coordinators of an area, the days they are away, and recording or taking back such days.
import { queryOptions } from '@tanstack/react-query';
import type { AbsenceInput, AbsenceRow, TeamMember } from '../../../server/flow/tasks/desk/model.ts';
import { call, queryString } from '../../api/client.ts';

export const absencesQuery = queryOptions({
  queryKey: ['absences', 'list'],
  queryFn: async ({ signal }) => (await call<{ items: AbsenceRow[] }>('GET', '/api/absences', { signal })).items,
});

export const teamQuery = (area: string) =>
  queryOptions({
    queryKey: ['absences', 'team', area],
    queryFn: async ({ signal }) =>
      (await call<{ items: TeamMember[] }>('GET', `/api/coordinators${queryString({ area })}`, { signal })).items,
  });

export const addAbsence = (body: AbsenceInput) => call<{ id: string }>('POST', '/api/absences', { body });
export const endAbsence = (id: string) => call('POST', `/api/absences/${encodeURIComponent(id)}/end`);
