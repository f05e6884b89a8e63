// A route is a value: method, path, the action it needs, what goes in and out, and one function. Stages export lists of them;
// http/ turns them into Fastify routes. A route without an action does not compile.
import type { z } from 'zod';
import type { Transaction } from '../../db/client.ts';
import type { Problem } from '../kernel/problem.ts';
import type { KeyHolder } from './api-keys.ts';
import type { Action, Role } from './model.ts';
import type { Scope } from './scope.ts';

export interface SignedIn {
  id: string;
  username: string;
  name: string;
  role: Role;
  visitorKind: string | null;
  bodyKey: string | null;
  department: string | null;
}

/** What the audit log keeps of one act. `action` defaults to the route's. */
export interface AuditNote {
  action?: Action | 'task.close' | 'alert.close' | 'visit.keep' | 'session.refuse' | 'training.pass';
  subjectKind: string;
  subjectId: string;
  areaCode?: string | null;
  /** Names and numbers of persons stay out: ids, states and counts. */
  details?: Record<string, unknown>;
  /** Who acted, where nobody is signed in yet; null: a stranger. */
  actor?: { id: string; username: string } | null;
}

/** From where a session is begun. */
export interface SessionOrigin {
  address: string;
  device: string;
}

/** The caller's cookie. What is kept or dropped reaches the browser after commit. */
export interface SessionCookie {
  /** The key of the caller's session row; null on a public route. */
  readonly tokenHash: string | null;
  readonly mustChangePassword: boolean;
  readonly origin: SessionOrigin;
  keep(token: string, expiresAt: Date): void;
  drop(): void;
  /** Other sessions that this act has ended: their live sockets close after commit. */
  endOthers(tokenHashes: readonly string[]): void;
}

/** A file that came with the request, already on disk; it is deleted when the answer has been sent. */
export interface UploadedFile {
  name: string;
  path: string;
  bytes: number;
}

/** An answer that is a file to keep, where others are JSON. */
export class FileAnswer {
  readonly name: string;
  readonly type: string;
  readonly content: string | Buffer;

  constructor(of: { name: string; type: string; content: string | Buffer }) {
    this.name = of.name;
    this.type = of.type;
    this.content = of.content;
  }
}

/** An answer that is headers only. */
export class HeaderAnswer {
  readonly status: 200 | 201 | 204;
  readonly headers: Record<string, string>;

  constructor(status: HeaderAnswer['status'], headers: Record<string, string>) {
    this.status = status;
    this.headers = headers;
  }
}

/** One request: its own transaction as the web role inside the caller's scope, committed before the answer is sent. */
export interface Call<P, Q, B> {
  tx: Transaction;
  scope: Scope;
  user: SignedIn;
  now: Date;
  params: P;
  query: Q;
  body: B;
  /** The version in If-Match (`"v3"` → 3); routes with `needsVersion` always have it. */
  version: number;
  session: SessionCookie;
  /** What a phone tells of itself (`x-shouwang-phone`), as it came; null: it is none. */
  phone: string | null;
  /** True where the families are invented. */
  isRehearsal: boolean;
  /** Only on routes with `takesFile` or `takesStream`, and there always. */
  file: UploadedFile;
  /** Writes one audit entry in this transaction. A write that records nothing fails; a read of personal data records too. */
  record(note: AuditNote): Promise<void>;
}

/** A call by somebody who has not signed in. */
export type PublicCall<P, Q, B> = Omit<Call<P, Q, B>, 'user' | 'scope'>;

/** A call by a department's system: there is a key, no user, no cookie and no scope. */
export type KeyedCall<P, Q, B> = Omit<Call<P, Q, B>, 'user' | 'scope' | 'session'> & { key: KeyHolder };

export interface Route {
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  action: Action;
  summary: string;
  needsVersion?: boolean;
  /** The act touches what the cycle looks at: one is started after commit. */
  startsCycle?: boolean;
  /** Nobody need be signed in; made by `definePublicRoute` only. */
  isPublic?: boolean;
  /** The caller is a department by its key (Authorization: Bearer); cookies are not looked at. Made by `defineKeyedRoute` only. */
  isKeyed?: boolean;
  /** Runs as the flow role, outside every scope: for accounts, sessions and the log, which the web role may not read. */
  isTrusted?: boolean;
  /** Takes multipart/form-data with exactly one file; its fields are the body. */
  takesFile?: boolean;
  /** Takes rows as its whole body (application/x-ndjson), which is a file without a name to the handler. */
  takesStream?: boolean;
  /** Takes a piece of a file as its whole body (application/offset+octet-stream), of at most so many bytes. */
  takesPiece?: number;
  /** Most calls from one address in a minute, where its kind's own limit does not fit. */
  perMinute?: number;
  /** What is answered begins now and ends later: 202 instead of 200. */
  isAccepted?: boolean;
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  headers?: z.ZodType;
  response: z.ZodType;
  handle(call: Call<unknown, unknown, unknown>): Promise<unknown>;
}

type Out<T> = T extends z.ZodType ? z.output<T> : undefined;

/** A Problem that is thrown rolls back; one that is returned commits first (a wrong password must be counted). */
type Answer<R extends z.ZodType> = Promise<z.input<R> | Problem | FileAnswer | HeaderAnswer>;

/** What else of the request itself a route may read. */
interface Wire<H> {
  headers: H;
  /** The body of a route with `takesPiece`. */
  piece: Buffer;
}

type Shapes<P, Q, B, R> = Omit<
  Route,
  'handle' | 'params' | 'query' | 'body' | 'headers' | 'response' | 'isPublic' | 'isKeyed'
> & {
  params?: P;
  query?: Q;
  body?: B;
  response: R;
};

/** Types a route's handler by its schemas. An answer with a `version` is also sent as its ETag; `null` as 204. */
export function defineRoute<
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
  R extends z.ZodType = z.ZodType,
  H extends z.ZodType | undefined = undefined,
>(
  route: Shapes<P, Q, B, R> & { headers?: H; handle(call: Call<Out<P>, Out<Q>, Out<B>> & Wire<Out<H>>): Answer<R> },
): Route {
  return route as unknown as Route;
}

/** As `defineRoute`, for callers who are nobody yet: there is no user and no scope, and it runs as the flow role. */
export function definePublicRoute<
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
  R extends z.ZodType = z.ZodType,
>(route: Shapes<P, Q, B, R> & { handle(call: PublicCall<Out<P>, Out<Q>, Out<B>>): Answer<R> }): Route {
  return { ...route, isPublic: true, isTrusted: true } as unknown as Route;
}

/** As `defineRoute`, for a department's system that calls by a key; it runs as the flow role and sees to its department itself. */
export function defineKeyedRoute<
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
  R extends z.ZodType = z.ZodType,
>(route: Shapes<P, Q, B, R> & { handle(call: KeyedCall<Out<P>, Out<Q>, Out<B>>): Answer<R> }): Route {
  return { ...route, isKeyed: true, isTrusted: true } as unknown as Route;
}
