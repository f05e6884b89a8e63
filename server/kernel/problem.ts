// Everything that can go wrong for a caller, in one catalogue (RFC 9457). docs list it; a test holds both together.

interface Entry {
  status: number;
  zh: string;
  en: string;
}

export const PROBLEMS = {
  'not-signed-in': { status: 401, zh: '请先登录。', en: 'Sign in first.' },
  'wrong-credentials': { status: 401, zh: '用户名或密码不对。', en: 'Wrong username or password.' },
  'locked-out': {
    status: 429,
    zh: '试错太多次，请十五分钟后再试。',
    en: 'Too many wrong tries: try again in fifteen minutes.',
  },
  'too-many-requests': { status: 429, zh: '请求太多，请稍后再试。', en: 'Too many requests: try again later.' },
  'not-allowed': { status: 403, zh: '您的岗位不做这件事。', en: 'Your role does not do this.' },
  'not-found': { status: 404, zh: '没有这一项，或不在本辖区。', en: 'No such thing here, or outside your area.' },
  'state-conflict': {
    status: 409,
    zh: '它已不在这一步了，请看现在的状态再定。',
    en: 'It has moved on: look at its present state first.',
  },
  'version-conflict': {
    status: 412,
    zh: '别人刚改过，请刷新再定。',
    en: 'Somebody changed it just now: reload and decide again.',
  },
  'version-required': {
    status: 428,
    zh: '缺少 If-Match：请先读取，再带着版本来改。',
    en: 'If-Match is missing: read it first, then send its version.',
  },
  'wrong-input': { status: 422, zh: '填得不对，请看各项说明。', en: 'The input is wrong: see each item.' },
  'file-refused': { status: 422, zh: '这个文件收不下。', en: 'This file cannot be taken in.' },
  'not-rehearsal': {
    status: 409,
    zh: '这里不是演练库，训练只在演练里做。',
    en: 'This is no rehearsal: training is done in one only.',
  },
  'too-large': { status: 413, zh: '文件太大。', en: 'The file is too large.' },
  'checksum-mismatch': {
    status: 460,
    zh: '这一段在路上坏了，请再传一次。',
    en: 'This piece was damaged on its way: send it again.',
  },
  'wrong-media-type': { status: 415, zh: '不支持这种内容类型。', en: 'This content type is not supported.' },
  'bad-request': { status: 400, zh: '请求读不懂。', en: 'The request cannot be read.' },
  unavailable: {
    status: 503,
    zh: '数据库暂时不在，请稍后再试。',
    en: 'The database is away for the moment: try again soon.',
  },
  'disk-full': {
    status: 507,
    zh: '磁盘已满，什么都没有收下。请管理员腾出空间后再试。',
    en: 'The disk is full, and nothing was taken in: try again once the administrator has made room.',
  },
  unexpected: {
    status: 500,
    zh: '出了意外，已记下。请稍后再试。',
    en: 'Something unexpected happened and was logged. Try again later.',
  },
} as const satisfies Record<string, Entry>;

export type ProblemCode = keyof typeof PROBLEMS;

export interface FieldError {
  pointer: string;
  detail: string;
}

/** A refusal that reaches the caller as `application/problem+json`; `detail` says the place and the way on. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly errors: FieldError[];

  constructor(code: ProblemCode, detail?: string, errors: FieldError[] = []) {
    super(detail ?? `${PROBLEMS[code].zh} / ${PROBLEMS[code].en}`);
    this.code = code;
    this.errors = errors;
  }
}

/** The value, or 404: for what may be absent or out of area. */
export function orNotFound<T>(value: T | undefined | null): T {
  if (value === undefined || value === null) throw new Problem('not-found');
  return value;
}
