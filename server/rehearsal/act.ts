// What invented staff do goes through the routes that people use: the same rights, scope, guards and entries in the log, without a
// network between. Only the password is left out.
import { sql } from 'drizzle-orm';
import type { Transaction } from '../../db/client.ts';
import { mayDo } from '../access/model.ts';
import type { AuditNote, Call, Route, SignedIn } from '../access/route.ts';
import { enterScope, type Scope } from '../access/scope.ts';
import { scopeOf } from '../access/scope-of.ts';
import { recordAct } from '../audit/record.ts';
import { dayOf } from '../kernel/clock.ts';
import type { Hint } from '../live/hints.ts';
import { allRoutes } from '../routes.ts';
import type { Service } from '../service.ts';

/** Invented staff never sign in. */
const NO_SESSION = { tokenHash: '' };

export interface Act {
  user: SignedIn;
  method: Route['method'];
  url: string;
  params?: Record<string, string>;
  body?: unknown;
  version?: number;
  /** What a phone tells of itself with its request. */
  phone?: string;
  headers?: Record<string, string>;
  /** A piece of a file, as the whole body. */
  piece?: Buffer;
  now: Date;
}

/** Everybody who works, and the routes they work by. */
export class Office {
  readonly #service: Service;
  readonly #routes: Map<string, Route>;
  readonly #scopes = new Map<string, Scope>();
  /** What pages that look on would be told; whoever wants them takes them. */
  readonly hints: Hint[] = [];

  constructor(service: Service) {
    const { catalogue, keys, config } = service;
    this.#service = service;
    const routes = allRoutes({ catalogue, keys, dataDir: config.dataDir });
    this.#routes = new Map(routes.map((route) => [`${route.method} ${route.url}`, route]));
  }

  /** Does one act inside a transaction of the web role; throws the Problem that a person would be told. */
  async perform(tx: Transaction, act: Act): Promise<unknown> {
    const { user, now } = act;
    const route = this.#routes.get(`${act.method} ${act.url}`);
    if (!route || route.isTrusted || !mayDo(user.role, route.action))
      throw new Error(`${user.username} cannot do ${act.method} ${act.url} here`);
    const scope = await this.#scopeOf(user, now);
    await enterScope(tx, scope);
    const record = async (note: AuditNote) => {
      const action = note.action ?? route.action;
      await recordAct(tx, { ...note, at: now, actor: { id: user.id, username: user.username }, action });
      if (note.areaCode) this.hints.push({ action, area: note.areaCode });
    };
    const { version = 0, phone = null, piece } = act;
    const input = { params: route.params?.parse(act.params), body: route.body?.parse(act.body) };
    const wire = { query: route.query?.parse({}), headers: route.headers?.parse(act.headers), piece };
    const call = {
      tx,
      scope,
      user,
      now,
      ...input,
      ...wire,
      version,
      phone,
      session: NO_SESSION,
      isRehearsal: true,
      record,
    };
    return await route.handle(call as unknown as Call<unknown, unknown, unknown>);
  }

  /** A coordinator's reaches as far as their work, which changes; the others' is their body's. */
  async #scopeOf(user: SignedIn, now: Date): Promise<Scope> {
    const known = this.#scopes.get(user.id);
    if (known) return known;
    const scope = await scopeOf(this.#service.flow, user, dayOf(now));
    if (user.role !== 'village-coordinator') this.#scopes.set(user.id, scope);
    return scope;
  }

  /** Runs acts as the web role, all of them or none. What a power cut takes of them is done again: how far the staff came is kept after them. */
  async together<T>(act: (tx: Transaction) => Promise<T>): Promise<T> {
    return await this.#service.web.transaction(async (tx) => {
      await tx.execute(
        sql`select set_config('statement_timeout', '60s', true), set_config('synchronous_commit', 'off', true)`,
      );
      return await act(tx);
    });
  }
}
