// A training scene as rules/training/*.yaml declares it: a story, and the named checks of what was done. Data, no code.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { TASK_KINDS } from '../flow/tasks/model.ts';
import { OUTCOME_CODE } from '../flow/visits/model.ts';
import { Names } from '../kernel/names.ts';
import { SceneId, TRAINEES } from './model.ts';

/** What people do and the log keeps; the points of a scene speak of one such act. */
export const ACTS = ['dispatch', 'ask-again', 'extend', 'acknowledge', 'confirm', 'visit', 'decide-pair'] as const;
export type Act = (typeof ACTS)[number];

const ON_TASKS = ['dispatch', 'ask-again', 'extend', 'acknowledge', 'confirm'] as const;
const least = z.int().min(1).max(500).describe('characters');
const groups = z.array(z.enum(['A', 'B', 'C', 'D', 'E'])).min(1);

/** The checks by name: the acts they make sense of, and what each takes. What they ask of the database: points.ts. */
const CHECKS = {
  acted: { on: ACTS, takes: {} },
  'task-kind': { on: [...ON_TASKS, 'visit'], takes: { kind: z.enum(TASK_KINDS) } },
  'task-read': { on: [...ON_TASKS, 'visit'], takes: {} },
  'why-read': { on: ON_TASKS, takes: {} },
  'most-urgent': { on: ['dispatch'], takes: {} },
  'reason-said': { on: ['ask-again', 'extend', 'acknowledge', 'decide-pair'], takes: { least } },
  'before-due': { on: ['extend'], takes: {} },
  'thin-visit': { on: ['ask-again'], takes: { below: least, groups } },
  'outcome-group': { on: ['confirm', 'visit'], takes: { groups } },
  outcome: { on: ['visit'], takes: { codes: z.array(z.string().regex(OUTCOME_CODE)).min(1) } },
  'accepted-before': { on: ['visit'], takes: {} },
  'cause-named': { on: ['visit'], takes: {} },
  'cause-open': { on: ['visit'], takes: {} },
  'note-written': { on: ['visit'], takes: { least } },
  'help-noted': { on: ['visit'], takes: {} },
  'ticket-opened': { on: ['visit'], takes: {} },
  'effects-read': { on: ['decide-pair'], takes: {} },
} as const satisfies Record<string, { on: readonly Act[]; takes: z.ZodRawShape }>;

type Checks = typeof CHECKS;
export type Check = {
  [K in keyof Checks]: { is: K } & {
    [P in keyof Checks[K]['takes']]: z.output<Extract<Checks[K]['takes'][P], z.ZodType>>;
  };
}[keyof Checks];
export type Point = Check & { says: Names; hint: Names };

const Words = Names.refine(({ zh, en }) => /[\u4e00-\u9fff]/.test(zh) && /[a-z]/.test(en), 'Chinese and English');
const told = { says: Words.describe('what is judged'), hint: Words.describe('the way on, when it is missing') };
const options = Object.entries(CHECKS).map(([is, { takes }]) =>
  z.strictObject({ is: z.literal(is), ...takes, ...told }),
);
const AnyPoint = z.discriminatedUnion('is', options as never) as unknown as z.ZodType<Point>;

export const Scene = z
  .strictObject({
    id: SceneId,
    roles: z.array(z.enum(TRAINEES)).min(1),
    page: z.string().regex(/^\/[a-z]/),
    title: Words,
    story: Words,
    steps: z.array(Words).min(1),
    why: Words,
    act: z.enum(ACTS),
    points: z.array(AnyPoint).min(2),
  })
  .superRefine(({ act, points }, context) => {
    for (const [index, { is }] of points.entries())
      if (!(CHECKS[is].on as readonly Act[]).includes(act))
        context.addIssue({ code: 'custom', path: ['points', index, 'is'], message: `${is} says nothing of ${act}` });
  });
export type Scene = z.infer<typeof Scene>;

/** Reads the scenes in the order of files and lines; one that is not sound, or told twice, stops the start with its fault. */
export function loadScenes(folder: string): Scene[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  const scenes = files.sort().flatMap((file) => {
    const result = z.array(Scene).safeParse(parse(readFileSync(join(folder, file), 'utf8')));
    if (!result.success) throw new Error(`rules/training/${file}: ${z.prettifyError(result.error)}`);
    return result.data;
  });
  const twice = scenes.find((scene, index) => scenes.findIndex((one) => one.id === scene.id) !== index);
  if (twice) throw new Error(`rules/training: the scene ${twice.id} is told twice`);
  return scenes;
}
