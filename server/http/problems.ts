// Whatever is thrown, by us, by fastify or by PostgreSQL, leaves as application/problem+json from one catalogue (RFC 9457).
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PROBLEMS, Problem, type ProblemCode } from '../kernel/problem.ts';
import { findUnstorable } from '../kernel/unstorable.ts';

/** The answer's body for a problem. `code` is the catalogue's; `titles` is for a browser that shows one language. */
export function describeProblem(problem: Problem, requestId: string) {
  const { status, zh, en } = PROBLEMS[problem.code];
  return {
    type: `urn:shouwang:problem:${problem.code}`,
    title: `${zh} / ${en}`,
    titles: { zh, en },
    status,
    code: problem.code,
    detail: problem.message,
    ...(problem.errors.length > 0 && { errors: problem.errors }),
    requestId,
  };
}

/** Answers with a problem, past any serializer. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  return reply
    .code(PROBLEMS[problem.code].status)
    .type('application/problem+json; charset=utf-8')
    .serializer(JSON.stringify)
    .send(describeProblem(problem, request.id));
}

/** Sets the one error handler and the one answer to unknown paths. */
export function writeProblems(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    const problem = toProblem(error);
    if (['unexpected', 'unavailable', 'disk-full'].includes(problem.code))
      request.log.error({ ...describeFault(error), route: request.routeOptions.url }, 'request failed');
    return sendProblem(request, reply, problem);
  });
}

const BY_STATUS: Record<number, ProblemCode> = {
  404: 'not-found',
  406: 'wrong-media-type',
  413: 'too-large',
  415: 'wrong-media-type',
  429: 'too-many-requests',
};

/** What the caller is told of an error: our own problems as they are, the rest by kind, and nothing of what we did not expect. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const codes = causesOf(error).map((cause) => cause.code ?? '');
  if (codes.some(isAway)) return new Problem('unavailable');
  if (codes.some(isFull)) return new Problem('disk-full');
  // A NUL or half a surrogate pair in a text: JSON allows it, PostgreSQL does not.
  const unstorable = causesOf(error).flatMap((cause) => findUnstorable(cause) ?? []);
  if (unstorable[0]) return unstorable[0];
  const status = (error as FastifyError).statusCode;
  if (status !== undefined && status >= 400 && status < 500) return new Problem(BY_STATUS[status] ?? 'bad-request');
  return new Problem('unexpected');
}

/**
 * PostgreSQL cannot be reached, goes down, comes up, is full, cancelled a statement that ran too long, or gave up one of two that waited
 * for each other: the same request goes through a moment later.
 */
function isAway(code: string): boolean {
  return (
    ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'ETIMEDOUT', 'CONNECT_TIMEOUT', '53300', '57014'].includes(
      code,
    ) ||
    [
      'CONNECTION_CLOSED',
      'CONNECTION_ENDED',
      'CONNECTION_DESTROYED',
      '57P01',
      '57P02',
      '57P03',
      '40P01',
      '08006',
      '08001',
    ].includes(code)
  );
}

/** No room on a disk of ours, or on PostgreSQL's. */
export function isFull(code: string): boolean {
  return ['ENOSPC', 'EDQUOT', '53100'].includes(code);
}

interface Fault {
  name?: string;
  code?: string;
  message?: string;
  stack?: string;
  cause?: unknown;
  constraint_name?: string;
}

function causesOf(error: unknown): Fault[] {
  const chain: Fault[] = [];
  for (let at = error as Fault | undefined; at && chain.length < 5; at = at.cause as Fault | undefined) chain.push(at);
  return chain;
}

/** PostgreSQL's data exceptions (SQLSTATE class 22) quote the value they stumbled over. */
function withoutValues(fault: Fault | undefined): string | undefined {
  return fault?.code?.startsWith('22') ? fault.message?.replace(/".*"/gs, '"…"') : fault?.message;
}

/** What the log may keep of an error: not the statement's parameters, nor PostgreSQL's detail, since both hold persons' data. */
export function describeFault(error: unknown) {
  const chain = causesOf(error);
  const root = chain.at(-1);
  return {
    error: root?.name ?? typeof error,
    code: root?.code,
    message: withoutValues(root),
    constraint: root?.constraint_name,
    stack: (root?.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 12)
      .map((line) => line.trim()),
  };
}
