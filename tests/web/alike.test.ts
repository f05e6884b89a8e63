// Visits that read alike, under who made them; and photos of a sheet on their way, however often the line breaks.
import { describe, expect, it } from 'vitest';
import type { AlikeGroup, AlikeVisit } from '../../server/flow/tasks/alike/model.ts';
import { LARGEST_PIECE } from '../../server/flow/visits/attachments/model.ts';
import type { Tus } from '../../web/api/tus.ts';
import { byVisitor } from '../../web/features/alike/by-visitor.ts';
import { sendPhotos } from '../../web/features/paper/send-photos.ts';

const visit = (id: string, visitor: string): AlikeVisit => ({
  ...{ id, taskId: id, head: null, household: null, place: '', township: `${visitor}镇`, visitor, visitorId: visitor },
  ...{ visitedAt: '', outcomeCode: 'A1', photoId: null, state: 'closed', kind: 'help', look: null },
});
const group = (kind: AlikeGroup['kind'], visits: AlikeVisit[], count = visits.length): AlikeGroup => ({
  ...{ kind, count, note: null, answers: null, visits },
});

describe('groups of alike visits', () => {
  it('stand under who made them, who has most first; a visit in two groups counts once', () => {
    const [one, two, three] = [visit('1', '甲'), visit('2', '甲'), visit('3', '甲')];
    const parts = byVisitor([
      group('note', [visit('8', '乙'), visit('9', '乙')]),
      group('note', [one, two]),
      group('answers', [two, three]),
    ]);
    expect(parts.map((part) => [part.visitors, part.townships, part.visits, part.groups.length])).toEqual([
      [['甲'], ['甲镇'], 3, 2],
      [['乙'], ['乙镇'], 2, 1],
    ]);
  });

  it('of two people are a part of their own, whoever of them stands first, and a long one counts whole', () => {
    const parts = byVisitor([
      group('place', [visit('1', '甲'), visit('2', '乙')]),
      group('photo', [visit('3', '乙'), visit('4', '甲')], 40),
    ]);
    expect(parts).toMatchObject([
      { visitors: ['甲', '乙'], visits: 40, groups: [{ kind: 'place' }, { kind: 'photo' }] },
    ]);
  });
});

describe('photos of a sheet', () => {
  const photo = (id: string, bytes: number) => ({
    declared: {
      ...{ id, kind: 'photo' as const, document: null, witness: null, place: null, look: null },
      ...{ takenAt: '', bytes, sha256: '', width: 1, height: 1 },
    },
    content: new Uint8Array(bytes),
  });

  it('go on where the server stands when the line broke, each byte once', async () => {
    const arrived = new Map<string, number>();
    let left = 2; // pieces until the line breaks
    const tus: Tus = {
      begin: async ({ id }) => {
        arrived.set(id, 0);
        return 0;
      },
      ask: async ({ id }) => arrived.get(id) ?? null,
      async sendPiece({ id }, offset, piece) {
        if (left === 0) throw new Error('offline');
        left -= 1;
        expect(offset).toBe(arrived.get(id));
        arrived.set(id, offset + piece.length);
        return offset + piece.length;
      },
    };
    const photos = [photo('a', LARGEST_PIECE + 10), photo('b', LARGEST_PIECE * 2)];
    const told: number[] = [];
    await expect(sendPhotos(tus, photos, (count) => told.push(count))).rejects.toThrow('offline');
    left = 10;
    await sendPhotos(tus, photos, (count) => told.push(count));
    expect(told).toEqual([1, 1, 2]);
    expect(Object.fromEntries(arrived)).toEqual({ a: LARGEST_PIECE + 10, b: LARGEST_PIECE * 2 });
    expect(left).toBe(8);
  });
});
