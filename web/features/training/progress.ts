// How far somebody is with a scene, and what a table of people says of them. Pure.
import type { SceneCard, Trainee } from '../../../server/training/model.ts';

export type Progress = 'fresh' | 'running' | 'passed';

export function progressOf(run: Pick<SceneCard, 'startedAt' | 'passedAt'>): Progress {
  if (run.passedAt !== null) return 'passed';
  return run.startedAt === null ? 'fresh' : 'running';
}

/** The card to open first: one that is begun, else the first not passed. */
export function firstOpenScene(cards: readonly SceneCard[]): string | undefined {
  const running = cards.find((card) => progressOf(card) === 'running');
  return (running ?? cards.find((card) => progressOf(card) === 'fresh'))?.id;
}

export function countPassed(runs: readonly Pick<SceneCard, 'startedAt' | 'passedAt'>[]): number {
  return runs.filter((run) => progressOf(run) === 'passed').length;
}

/** The scenes somebody has yet to pass, in their order. */
export function missingScenes({ scenes }: Pick<Trainee, 'scenes'>): Trainee['scenes'] {
  return scenes.filter((run) => run.passedAt === null);
}
