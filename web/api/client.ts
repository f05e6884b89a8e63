// The one way to the server: same origin, session cookie, JSON in and out, problems as ApiError.
import { noteCall } from './connection.ts';
import { ApiError, readProblem } from './problem.ts';

interface Options {
  body?: unknown;
  /** Sent as If-Match: "v<version>", so that a move on a changed thing is refused. */
  version?: number;
  signal?: AbortSignal;
  headers?: Record<string, string>;
}

export async function call<T>(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  options: Options = {},
): Promise<T> {
  const headers: Record<string, string> = { accept: 'application/json', ...options.headers };
  if (options.body !== undefined) headers['content-type'] = 'application/json';
  if (options.version !== undefined) headers['if-match'] = `"v${options.version}"`;
  let answer: Response;
  try {
    answer = await fetch(path, {
      method,
      headers,
      credentials: 'same-origin',
      ...(options.body !== undefined && { body: JSON.stringify(options.body) }),
      ...(options.signal && { signal: options.signal }),
    });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    noteCall(false);
    throw new ApiError(0, 'offline', '');
  }
  noteCall(true);
  if (!answer.ok) throw await readProblem(answer);
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}

/** A query string of what is set; defaults are left out, so equal filters make equal addresses. */
export function queryString(values: Record<string, string | number | readonly string[] | null | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    const text = Array.isArray(value) ? value.join(',') : value;
    if (text !== undefined && text !== null && text !== '') search.set(name, String(text));
  }
  const packed = search.toString();
  return packed ? `?${packed}` : '';
}
