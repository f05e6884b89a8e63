// What a failed call looks like to a page: the server's problem+json, or `offline` when nothing answered.

export interface FieldError {
  pointer: string;
  detail: string;
}

interface ProblemBody {
  code?: string;
  type?: string;
  title?: string;
  titles?: { zh: string; en: string };
  detail?: string;
  errors?: FieldError[];
}

export class ApiError extends Error {
  readonly status: number;
  /** The last part of the problem's type, such as `version-conflict`; `offline` when the server was not reached. */
  readonly code: string;
  readonly errors: FieldError[];
  /** The catalogue's words in both languages, when the server sent them. */
  readonly titles: { zh: string; en: string } | undefined;

  constructor(
    status: number,
    code: string,
    detail: string,
    errors: FieldError[] = [],
    titles?: { zh: string; en: string },
  ) {
    super(detail);
    this.titles = titles;
    this.status = status;
    this.code = code;
    this.errors = errors;
  }
}

/** Reads an answer that is no success; an answer that is no problem+json (a proxy's page) keeps its status only. */
export async function readProblem(answer: Response): Promise<ApiError> {
  try {
    const body = (await answer.json()) as ProblemBody;
    const code = body.code ?? body.type?.split(/[/:#]/).pop() ?? `http-${answer.status}`;
    return new ApiError(answer.status, code, body.detail ?? body.title ?? '', body.errors, body.titles);
  } catch {
    return new ApiError(answer.status, `http-${answer.status}`, '');
  }
}

/** True when somebody else moved or changed the thing first. */
export function isConflict(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 409 || error.status === 412);
}

/** True when no answer came, so that sending again later is right. */
export function isOffline(error: unknown): boolean {
  return (
    error instanceof ApiError &&
    (error.code === 'offline' || error.status === 502 || error.status === 503 || error.status === 504)
  );
}
