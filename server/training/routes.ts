// Practising: one's own cards, beginning and checking a scene, and who of an area has passed what. In a rehearsal only.
import { join } from 'node:path';
import { z } from 'zod';
import { ROUTINE_ONLY } from '../access/model.ts';
import { defineRoute, type Route, type SignedIn } from '../access/route.ts';
import { PROJECT_ROOT } from '../config.ts';
import { dayOf } from '../kernel/clock.ts';
import { encodeCursor, pageOf, readCursor } from '../kernel/page.ts';
import { orNotFound, Problem } from '../kernel/problem.ts';
import { judgeScene } from './judge.ts';
import { PeopleFilter, SceneCard, SceneChecked, SceneInput, SceneTitle, Trainee } from './model.ts';
import { listPeople, PeopleCursor } from './people.ts';
import { countCheck, findRun, listRuns, startRun } from './runs.ts';
import { loadScenes, type Scene } from './scene.ts';

const NOT_BEGUN = { startedAt: null, attempts: 0, passedAt: null };

/** The routes of training; the scenes are read once, and one that is not sound stops the start. */
export function trainingRoutes(folder = join(PROJECT_ROOT, 'rules', 'training')): Route[] {
  const scenes = loadScenes(folder);
  const ofMine = (user: SignedIn) =>
    // Who visits by the calendar alone is never sent for a warning, of which every scene at a door is.
    ROUTINE_ONLY.includes(user.visitorKind ?? '')
      ? []
      : scenes.filter((scene) => (scene.roles as readonly string[]).includes(user.role));
  const findMine = (user: SignedIn, id: string) => orNotFound(ofMine(user).find((scene) => scene.id === id));

  const mine = defineRoute({
    method: 'GET',
    url: '/api/training',
    action: 'training.read',
    summary: 'The scenes of my work, and how far I am',
    response: z.object({ items: z.array(SceneCard) }),
    async handle({ tx, user, isRehearsal }) {
      refuseReal(isRehearsal);
      const runs = await listRuns(tx, user.id);
      return {
        items: ofMine(user).map((scene) => ({
          ...cardOf(scene),
          ...(runs.find((run) => run.scene === scene.id) ?? NOT_BEGUN),
        })),
      };
    },
  });

  const start = defineRoute({
    method: 'POST',
    url: '/api/training/start',
    action: 'training.start',
    summary: 'Begin a scene, or begin it again: what I did before does not count, a pass stays',
    body: SceneInput,
    response: z.object({
      scene: z.string(),
      startedAt: z.string(),
      attempts: z.number(),
      passedAt: z.string().nullable(),
    }),
    async handle({ tx, user, body, now, isRehearsal, record }) {
      refuseReal(isRehearsal);
      const run = await startRun(tx, user.id, findMine(user, body.scene).id, now);
      await record({ subjectKind: 'scene', subjectId: run.scene });
      return run;
    },
  });

  const check = defineRoute({
    method: 'POST',
    url: '/api/training/check',
    action: 'training.check',
    summary: 'Judge what I have done since I began the scene, point by point; a pass is kept',
    // The log says what was done, and the web role may not read it; only the caller's own entries are looked at.
    isTrusted: true,
    body: SceneInput,
    response: SceneChecked,
    async handle({ tx, scope, user, body, now, isRehearsal, record }) {
      refuseReal(isRehearsal);
      const scene = findMine(user, body.scene);
      const run = await findRun(tx, user.id, scene.id);
      if (!run) throw new Problem('state-conflict', '还没开始这个场景。 / This scene has not been begun.');
      const started = new Date(run.startedAt);
      const { points, actedAt } = await judgeScene(tx, scene, { userId: user.id, scope, started });
      const isDone = points.every(Boolean);
      const counted = await countCheck(tx, { userId: user.id, scene: scene.id, isDone, now });
      const details = { done: points.filter(Boolean).length, of: points.length };
      await record({ subjectKind: 'scene', subjectId: scene.id, details });
      if (isDone && run.passedAt === null)
        await record({
          action: 'training.pass',
          subjectKind: 'scene',
          subjectId: scene.id,
          details: { attempts: counted.attempts },
        });
      return { ...counted, isDone, points, actedAt };
    },
  });

  const people = defineRoute({
    method: 'GET',
    url: '/api/training/people',
    action: 'training.oversee',
    summary: 'Who of my area has passed which scene, and who has not',
    query: PeopleFilter,
    response: pageOf(Trainee).extend({ total: z.number(), done: z.number(), scenes: z.array(SceneTitle) }),
    async handle({ tx, scope, query, now, isRehearsal, record }) {
      refuseReal(isRehearsal);
      const after = readCursor(query.after, PeopleCursor);
      const page = await listPeople(tx, scope, scenes, { ...query, after, today: dayOf(now) });
      if (page.items.length > 0)
        await record({
          subjectKind: 'trainee-list',
          subjectId: query.area ?? 'mine',
          details: { people: page.items.map((item) => item.id) },
        });
      const titles = scenes.map(({ id, title, roles }) => ({ id, title, roles }));
      return { ...page, next: page.next && encodeCursor(page.next), scenes: titles };
    },
  });

  return [mine, start, check, people];
}

/** Real households are nobody's exercise. */
function refuseReal(isRehearsal: boolean): void {
  if (!isRehearsal) throw new Problem('not-rehearsal');
}

function cardOf({ id, title, story, steps, why, page, points }: Scene) {
  return { id, title, story, steps, why, page, points: points.map(({ says, hint }) => ({ says, hint })) };
}
