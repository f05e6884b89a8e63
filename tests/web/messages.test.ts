// What the page of messages counts.
import { describe, expect, it } from 'vitest';
import { MESSAGE_ERRORS, MESSAGE_STATES } from '../../server/messages/model.ts';
import { byDay, PARTS, totalOf } from '../../web/features/messages/figures.ts';
import { messageWords } from '../../web/features/messages/words.ts';

const count = (day: string, state: (typeof MESSAGE_STATES)[number], messages: number) => ({
  ...({ day, state, messages, channel: 'sms', kind: 'now' } as const),
});

describe('the days of messages', () => {
  it('are counted newest first, and what was over before it went is no message', () => {
    const days = byDay([
      count('2026-10-14', 'delivered', 4),
      count('2026-10-15', 'waiting', 1),
      count('2026-10-15', 'sending', 2),
      count('2026-10-14', 'failed', 1),
      count('2026-10-14', 'dropped', 9),
    ]);
    expect(days).toEqual([
      { day: '2026-10-15', all: 3, parts: { delivered: 0, sent: 0, open: 3, failed: 0, none: 0 } },
      { day: '2026-10-14', all: 5, parts: { delivered: 4, sent: 0, open: 0, failed: 1, none: 0 } },
    ]);
    expect(totalOf(days)).toEqual({ all: 8, parts: { delivered: 4, sent: 0, open: 3, failed: 1, none: 0 } });
  });

  it('have parts that add up to the whole, whatever the states', () => {
    for (const state of MESSAGE_STATES) {
      const [day] = byDay([count('2026-10-15', state, 7)]);
      expect(PARTS.reduce((sum, part) => sum + (day?.parts[part] ?? 0), 0)).toBe(day?.all ?? 0);
    }
  });

  it('say of every fault what can be done', () => {
    for (const words of [messageWords.zh, messageWords.en])
      for (const error of MESSAGE_ERRORS) expect(words.errors[error].todo.length).toBeGreaterThan(3);
  });
});
