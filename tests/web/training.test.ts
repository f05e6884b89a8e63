// Training cards and the table of people: how far somebody is, what to open, what is missing; and the scenes' own words.
import { describe, expect, it } from 'vitest';
import { PEOPLE_STATES, type SceneCard, TRAINEES } from '../../server/training/model.ts';
import { loadScenes } from '../../server/training/scene.ts';
import { countPassed, firstOpenScene, missingScenes, progressOf } from '../../web/features/training/progress.ts';
import { ROLES, STATES } from '../../web/features/training/queries.ts';

const AT = '2026-10-15T09:00:00+08:00';
const fresh = { startedAt: null, attempts: 0, passedAt: null };
const running = { startedAt: AT, attempts: 2, passedAt: null };
const passed = { startedAt: AT, attempts: 1, passedAt: AT };
const cards = (...runs: (typeof fresh | typeof running | typeof passed)[]) =>
  runs.map((run, index) => ({ id: `scene-${'abc'[index]}`, ...run }) as SceneCard);

describe('a card', () => {
  it('is fresh, begun, or passed for good, also when it is tried again', () => {
    expect([fresh, running, passed].map(progressOf)).toEqual(['fresh', 'running', 'passed']);
    expect(countPassed([fresh, running, passed, passed])).toBe(2);
  });

  it('is opened where one goes on: the begun one, else the first that is not passed, else none', () => {
    expect(firstOpenScene(cards(fresh, passed, running))).toBe('scene-c');
    expect(firstOpenScene(cards(passed, fresh, fresh))).toBe('scene-b');
    expect(firstOpenScene(cards(passed, passed))).toBeUndefined();
  });

  it('is missing until it is passed', () => {
    const scenes = [
      { scene: 'one-of-them', ...passed },
      { scene: 'another-one', ...running },
    ];
    expect(missingScenes({ scenes }).map((run) => run.scene)).toEqual(['another-one']);
  });
});

describe('what the page names again', () => {
  it('is what the server takes', () => {
    expect([ROLES, STATES]).toEqual([TRAINEES, PEOPLE_STATES]);
  });
});

describe('the shipped scenes', () => {
  const scenes = loadScenes('rules/training');

  it('give everybody whose work can be practised something to do, the desk five and the phone three', () => {
    const of = (role: (typeof TRAINEES)[number]) => scenes.filter((scene) => scene.roles.includes(role)).length;
    expect(TRAINEES.map(of)).toEqual([5, 5, 3]);
  });

  it('are told in two to four sentences, in both languages, and lead to a page', () => {
    for (const { id, story, page } of scenes) {
      for (const [text, ends] of [
        [story.zh, /[。！？]/g],
        [story.en, /[.!?](?=\s|$)/g],
      ] as const) {
        const sentences = text.match(ends)?.length ?? 0;
        expect(sentences, `${id}: ${text}`).toBeGreaterThanOrEqual(2);
        expect(sentences, `${id}: ${text}`).toBeLessThanOrEqual(4);
      }
      expect(page, id).toMatch(/^\/(desk|pairs|field)(\?|$)/);
    }
  });
});
