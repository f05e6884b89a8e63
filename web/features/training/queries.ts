// One's own cards, beginning and checking a scene, and who of an area has passed what.
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { SceneCard, SceneChecked, SceneTitle, Trainee } from '../../../server/training/model.ts';
import { call, queryString } from '../../api/client.ts';

// Named here again: the model's file would bring the schema library along.
export const ROLES = ['county-dispatcher', 'township-officer', 'village-coordinator'] as const;
export const STATES = ['all', 'open', 'done'] as const;

export interface PeopleAsked {
  area: string | undefined;
  role: (typeof ROLES)[number] | undefined;
  scene: string | undefined;
  state: (typeof STATES)[number];
}

export interface PeoplePage {
  items: Trainee[];
  next: string | null;
  total: number;
  done: number;
  scenes: SceneTitle[];
}

export const cardsQuery = queryOptions({
  queryKey: ['training', 'mine'],
  queryFn: ({ signal }) => call<{ items: SceneCard[] }>('GET', '/api/training', { signal }),
});

export const peopleQuery = ({ area, role, scene, state }: PeopleAsked) =>
  infiniteQueryOptions({
    queryKey: ['training', 'people', area ?? '', role ?? '', scene ?? '', state],
    queryFn: ({ pageParam, signal }) => {
      const asked = { area, role, scene, state: state === 'all' ? null : state, after: pageParam };
      return call<PeoplePage>('GET', `/api/training/people${queryString(asked)}`, { signal });
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });

export function startScene(scene: string): Promise<unknown> {
  return call('POST', '/api/training/start', { body: { scene } });
}

export function checkScene(scene: string): Promise<SceneChecked> {
  return call('POST', '/api/training/check', { body: { scene } });
}
