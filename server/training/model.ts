// Training scenes as people meet them: their own cards, what a check found, and who of an area has passed what. Pure; the browser
// imports it.
import { z } from 'zod';
import { AREA_CODE } from '../kernel/area.ts';
import { Names } from '../kernel/names.ts';
import { PageQuery } from '../kernel/page.ts';

/** Whose work can be practised. */
export const TRAINEES = ['county-dispatcher', 'township-officer', 'village-coordinator'] as const;

export const SceneId = z.string().regex(/^[a-z][a-z-]{2,40}$/);

const SceneState = z.object({
  startedAt: z.string().nullable().describe('the newest try; what was done before it does not count'),
  attempts: z.number().describe('checks up to the pass'),
  passedAt: z.string().nullable().describe('kept for ever, whatever is tried again'),
});

export const SceneCard = SceneState.extend({
  id: SceneId,
  title: Names,
  story: Names,
  steps: z.array(Names),
  why: Names,
  page: z.string().describe('where in the pages it is done'),
  points: z.array(z.object({ says: Names, hint: Names })),
});
export type SceneCard = z.infer<typeof SceneCard>;

export const SceneInput = z.object({ scene: SceneId });

/** What a check found. All points are judged on one and the same act, the one that comes nearest. */
export const SceneChecked = SceneState.extend({
  scene: SceneId,
  isDone: z.boolean().describe('every point'),
  points: z.array(z.boolean()).describe('in the order of the card'),
  actedAt: z.string().nullable().describe('when the act was done that was judged; null: there was none'),
});
export type SceneChecked = z.infer<typeof SceneChecked>;

export const PEOPLE_STATES = ['all', 'open', 'done'] as const;
export const PeopleFilter = PageQuery.extend({
  area: z.string().regex(AREA_CODE).optional(),
  role: z.enum(TRAINEES).optional(),
  scene: SceneId.optional().describe('only whose work it is; `state` then speaks of this scene alone'),
  state: z.enum(PEOPLE_STATES).default('all').describe('open: some scene of theirs is not passed'),
});
export type PeopleFilter = z.infer<typeof PeopleFilter>;

export const Trainee = z.object({
  id: z.uuid(),
  name: z.string(),
  role: z.enum(TRAINEES),
  county: z.string(),
  place: z.string().describe('township, and village where they hold one only'),
  scenes: z.array(z.object({ scene: SceneId, ...SceneState.shape })).describe('every scene of their role'),
});
export type Trainee = z.infer<typeof Trainee>;

export const SceneTitle = z.object({ id: SceneId, title: Names, roles: z.array(z.enum(TRAINEES)) });
export type SceneTitle = z.infer<typeof SceneTitle>;
