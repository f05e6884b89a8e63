// Pairs that may be one person, for the clerk: the queue, both sides of one, what each decision would change, and the decisions.
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Executor, Transaction } from '../../db/client.ts';
import { mayDo } from '../access/model.ts';
import { type Call, defineRoute, type Route } from '../access/route.ts';
import { type Scope, within } from '../access/scope.ts';
import type { Catalogue } from '../catalogue.ts';
import { decidePair } from '../decide-pair.ts';
import { tryDecision } from '../dry-run-decision.ts';
import {
  PAIR_MOVES,
  PAIR_VERBS,
  PairDecision,
  PairDetail,
  PairEffects,
  PairFilter,
  PairMoved,
  PairRow,
  type PairVerb,
} from '../flow/match/model.ts';
import { filterOf, listPairs, readSides } from '../flow/match/pair-store.ts';
import type { Keys } from '../kernel/keys.ts';
import { encodeCursor, pageOf, readCursor } from '../kernel/page.ts';
import { orNotFound, Problem } from '../kernel/problem.ts';

const Id = z.object({ id: z.uuid() });

/** The routes of pairs. Reads and acts beyond the list run as the flow role: a refused row and a link are nothing the web role may touch. */
export function pairRoutes({ catalogue, keys }: { catalogue: Catalogue; keys: Keys }): Route[] {
  const titles = new Map(catalogue.contracts.map((contract) => [contract.dataset, contract.title]));

  const list = defineRoute({
    method: 'GET',
    url: '/api/pairs',
    action: 'pair.read',
    summary: 'Pairs in my area that may be one person, the longest waiting first',
    query: PairFilter,
    response: pageOf(PairRow).extend({ counts: z.record(z.string(), z.number()) }),
    async handle({ tx, scope, query, record }) {
      const after = readCursor(query.after, z.tuple([z.uuid()]))?.[0];
      const mine = within(scope, sql`k.county_code`, sql`k.area_code`);
      const rows = await listPairs(tx, sql`${mine} and ${filterOf(query, after)}`, query.limit + 1);
      const items = rows.slice(0, query.limit);
      const counts = await tx.execute<{ state: string; count: number }>(
        sql`select k.state, count(*)::int as count from candidate_pairs k where ${mine} group by 1`,
      );
      if (items.length > 0)
        await record({
          subjectKind: 'pair-list',
          subjectId: query.state,
          details: { pairs: items.map((item) => item.id) },
        });
      const next = rows.length > items.length ? encodeCursor([items.at(-1)?.id]) : null;
      return { items, next, counts: Object.fromEntries(counts.map((row) => [row.state, row.count])) };
    },
  });

  const get = defineRoute({
    method: 'GET',
    url: '/api/pairs/:id',
    action: 'pair.read',
    summary: 'One pair, both sides beside each other, and what may be decided',
    isTrusted: true,
    params: Id,
    response: PairDetail,
    async handle({ tx, scope, user, params, record }) {
      const pair = await pairOf(tx, scope, params.id);
      await record({ subjectKind: 'pair', subjectId: pair.id, areaCode: pair.areaCode });
      const sides = await readSides(tx, pair.id, titles);
      return {
        pair,
        sides,
        moves: movesOf(pair).filter((verb) => mayDo(user.role, `pair.${verb}`)),
        version: pair.version,
      };
    },
  });

  const effects = defineRoute({
    method: 'GET',
    url: '/api/pairs/:id/effects',
    action: 'pair.read',
    summary: 'What each decision that is open would change: it is made and rolled back',
    isTrusted: true,
    params: Id,
    query: z.object({ keeps: z.enum(['person', 'other']).default('person') }),
    response: z.object({ items: z.array(PairEffects) }),
    async handle({ tx, scope, params, query, now, record }) {
      const pair = await pairOf(tx, scope, params.id);
      await record({ subjectKind: 'pair', subjectId: pair.id, areaCode: pair.areaCode, details: { rehearsed: true } });
      const items: PairEffects[] = [];
      for (const verb of movesOf(pair)) {
        const decision = { pairId: pair.id, verb, reason: 'rehearsal', by: null, keeps: query.keeps };
        items.push(await withoutWaiting(tx, () => tryDecision(tx, { keys, catalogue }, decision, now)));
      }
      return { items };
    },
  });

  const decisions = PAIR_VERBS.map((verb) =>
    defineRoute({
      method: 'POST',
      url: `/api/pairs/:id/${verb}`,
      action: `pair.${verb}`,
      summary: SUMMARIES[verb],
      isTrusted: true,
      needsVersion: true,
      startsCycle: true,
      params: Id,
      body: PairDecision,
      response: PairMoved,
      handle: (call) => decide(call, verb),
    }),
  );

  type DecideCall = Call<z.output<typeof Id>, undefined, z.output<typeof PairDecision>>;

  async function decide(call: DecideCall, verb: PairVerb): Promise<z.input<typeof PairMoved>> {
    const { tx, scope, user, params, body, version, now, record } = call;
    const pair = await pairOf(tx, scope, params.id);
    const decision = { pairId: pair.id, verb, ...body, by: user.id, version };
    const moved = await withoutWaiting(tx, () => decidePair(tx, { keys, catalogue }, decision, now));
    const details = { kind: pair.kind, reason: body.reason, keeps: body.keeps };
    await record({ subjectKind: 'pair', subjectId: pair.id, areaCode: moved.areaCode, details });
    return { id: pair.id, state: moved.state as PairRow['state'] | null, version: moved.version };
  }

  return [list, get, effects, ...decisions];
}

const SUMMARIES: Record<PairVerb, string> = {
  link: 'They are one person: rows come in, two numbers count once, or a name is only misspelt',
  dismiss: 'They are not; of one number under two names the other name’s rows wait from now on',
  undo: 'Take a decision back: everything is as it was before',
};

/** A pair of the user's own area, or 404. */
async function pairOf(tx: Executor, scope: Scope, id: string): Promise<PairRow> {
  const mine = within(scope, sql`k.county_code`, sql`k.area_code`);
  return orNotFound((await listPairs(tx, sql`${mine} and k.id = ${id}`, 1))[0]);
}

const movesOf = ({ state }: PairRow): PairVerb[] => PAIR_VERBS.filter((verb) => PAIR_MOVES[verb].from.includes(state));

/** The door lets one in at a time: another clerk's question is waited for, a file's end is not. */
async function withoutWaiting<T>(tx: Transaction, act: () => Promise<T>): Promise<T> {
  await tx.execute(sql`set local lock_timeout = '5s'`);
  try {
    return await act();
  } catch (error) {
    if ((error as { cause?: { code?: string } }).cause?.code !== '55P03') throw error;
    throw new Problem(
      'unavailable',
      '正在收一个文件，请等它收完再定。 / A file is being taken in: decide when it is done.',
    );
  }
}
