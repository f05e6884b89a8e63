// What an answer says, read the same way for every route.
import { expect } from 'vitest';
import type { z } from 'zod';
import type { Route } from '../../server/access/route.ts';

/** What a refusal says; an answer to HEAD has no body to say it in. */
export function codeOf(answer: { body: string; statusCode: number; json(): { code: string } }): string | undefined {
  const told: Record<number, string> = { 401: 'not-signed-in', 403: 'not-allowed', 404: 'not-found' };
  return answer.body === '' ? told[answer.statusCode] : answer.json().code;
}

/** A list without rows, a figure of nothing; other answers are about the caller or public, and hold no mark. */
export function expectEmpty(status: number, text: string): void {
  expect([200, 204]).toContain(status);
  const body = text === '' ? {} : (JSON.parse(text) as { items?: unknown[]; total?: number });
  if (body.items) expect(body.items).toEqual([]);
  if (body.total !== undefined) expect(body.total).toBe(0);
}

/** True of a list that can be asked for one area. */
export function takesArea(route: Route): boolean {
  const shape = (route.query as z.ZodObject | undefined)?.shape;
  return route.method === 'GET' && shape !== undefined && 'area' in shape;
}
