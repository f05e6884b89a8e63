// A file of accounts taken in: each line checked like an account made by hand, all faults told, then all or the good ones made.
import type { Transaction } from '../../db/client.ts';
import { blockUnseen } from '../access/accounts/change.ts';
import { accountFaults, readKnown } from '../access/accounts/faults.ts';
import { listWorkplaces } from '../access/accounts/list.ts';
import { AccountInput } from '../access/model.ts';
import { hashPassword, makePassword } from '../access/password.ts';
import type { SignedIn } from '../access/route.ts';
import { addAccounts } from '../access/users.ts';
import { openRows } from '../flow/ingest/read.ts';
import type { Line } from '../flow/ingest/split-csv.ts';
import { dayOf } from '../kernel/clock.ts';
import { Problem } from '../kernel/problem.ts';
import { csvText } from '../kernel/table-text.ts';
import { type ImportFault, type ImportMode, type ImportResult, MOST_ACCOUNTS } from './model.ts';
import { COLUMNS, columnOf, type Directory, type Layout, readAccount, readHeadings } from './sheet.ts';

interface Read {
  line: number;
  account: AccountInput;
}

/** A made account, as the log keeps it. */
export interface Made {
  id: string;
  account: AccountInput;
  isBlocked: boolean;
}

/**
 * Reads the file and, unless it is only tried, makes accounts in the caller's transaction: with `all` none when any line has a fault,
 * with `good` those without one. Passwords stand in the answer's sheet and nowhere else.
 */
export async function importAccounts(
  of: { tx: Transaction; user: Pick<SignedIn, 'id'>; now: Date },
  file: { path: string },
  mode: ImportMode,
): Promise<{ result: ImportResult; made: Made[] }> {
  const { layout, lines } = await readLines(file.path);
  const workplaces = await listWorkplaces(of.tx);
  const places = new Map(workplaces.bodies.map((body) => [body.key, body.name]));
  const { read, faults } = readAll(layout, lines, directoryOf(workplaces));
  faults.push(...repeated(read));
  const known = await readKnown(
    of.tx,
    read.map((one) => one.account),
  );
  for (const { line, account } of read)
    for (const { pointer, detail } of accountFaults(account, known, true))
      faults.push(faultAt(line, pointer.slice(1), account, detail));
  faults.sort((left, right) => left.line - right.line);
  const wrong = new Set(faults.map((fault) => fault.line));
  const good = read.filter((one) => !wrong.has(one.line));
  const isMaking = mode === 'good' || (mode === 'all' && faults.length === 0);
  const { made, sheet } = isMaking && good.length > 0 ? await make(of, good) : { made: [], sheet: null };
  const preview = good.slice(0, 50).map(({ line, account }) => ({
    ...{ line, username: account.username, name: account.name, role: account.role },
    place: account.bodyKey
      ? (places.get(account.bodyKey) ?? account.bodyKey)
      : (account.department ?? account.villages.join('、')),
  }));
  const counts = {
    rows: lines.length,
    good: good.length,
    made: made.length,
    waiting: made.filter((one) => one.isBlocked).length,
  };
  return { result: { mode, ...counts, faults, preview, sheet }, made };
}

async function readLines(path: string): Promise<{ layout: Layout; lines: Line[] }> {
  const source = await openRows(path);
  const lines: Line[] = [];
  let layout: Layout | undefined;
  for await (const piece of source.read(0))
    for (const line of piece) {
      if (line.cells.every((cell) => cell.trim() === '')) continue;
      if (layout) lines.push(line);
      else layout = checkHeadings(line.cells);
      if (lines.length > MOST_ACCOUNTS) throw tooMany();
    }
  if (!layout) checkHeadings([]);
  return { layout: layout!, lines };
}

function checkHeadings(cells: readonly string[]): Layout {
  const { layout, missing } = readHeadings(cells);
  if (missing.length === 0) return layout;
  const detail = `第一行要有这些表头：${missing.join('、')}。请下载模板，照着填。 / The first line needs these headings: ${missing.join(', ')}. Fill in the template.`;
  throw new Problem('wrong-input', undefined, [{ pointer: '/file', detail }]);
}

function tooMany(): Problem {
  const detail = `一次最多 ${MOST_ACCOUNTS} 个账号，请分几个文件。 / At most ${MOST_ACCOUNTS} accounts a file: split it.`;
  return new Problem('wrong-input', undefined, [{ pointer: '/file', detail }]);
}

/** Codes by code and by name; a name that several have stands for none. */
function directoryOf({ bodies, departments }: Awaited<ReturnType<typeof listWorkplaces>>): Directory {
  const index = (pairs: readonly (readonly [string, string])[]) => {
    const codes = new Map<string, string | undefined>();
    for (const [name, code] of pairs) codes.set(name, codes.has(name) && codes.get(name) !== code ? undefined : code);
    return codes;
  };
  return {
    bodies: index(bodies.flatMap(({ key, name }) => [[key, key] as const, [name, key] as const])),
    departments: index(departments.flatMap(({ code, names }) => [[code, code] as const, [names.zh, code] as const])),
  };
}

function readAll(
  layout: Layout,
  lines: readonly Line[],
  directory: Directory,
): { read: Read[]; faults: ImportFault[] } {
  const read: Read[] = [];
  const faults: ImportFault[] = [];
  for (const { line, cells } of lines) {
    const account = readAccount(layout, cells, directory);
    const parsed = AccountInput.safeParse(account);
    if (parsed.success) read.push({ line, account: parsed.data });
    else
      for (const field of new Set(parsed.error.issues.map((issue) => String(issue.path[0]))))
        faults.push(faultAt(line, field, account));
  }
  return { read, faults };
}

/** A name that stands twice in the file is refused where it comes again. */
function repeated(read: readonly Read[]): ImportFault[] {
  const first = new Map<string, number>();
  return read.flatMap(({ line, account }) => {
    const before = first.get(account.username);
    if (before === undefined) first.set(account.username, line);
    return before === undefined
      ? []
      : [faultAt(line, 'username', account, `和第 ${before} 行一样。 / The same as on line ${before}.`)];
  });
}

function faultAt(line: number, field: string, account: object, detail?: string): ImportFault {
  const column = columnOf(field);
  const value = (account as Record<string, unknown>)[field];
  const found = Array.isArray(value) ? value.join('、') : String(value ?? '');
  const [zh, en] = detail?.split(' / ') ?? [];
  const expected = zh && en ? { zh, en } : (column ?? COLUMNS[0]!).expected;
  return { line, column: column?.heading ?? null, found, expected };
}

const SHEET_HEADINGS = ['用户名 Username', '姓名 Name', '初始密码 First password', '说明 Note'];
const NOTE = '首次登录须改密码 To be changed at the first sign-in';
const WAITS = '等安全保密员放行 To be released by the security officer';

async function make(of: { tx: Transaction; user: Pick<SignedIn, 'id'>; now: Date }, good: readonly Read[]) {
  const { tx, now } = of;
  const today = dayOf(now);
  const passwords = good.map(makePassword);
  const hashes = await Promise.all(passwords.map(hashPassword));
  const accounts = good.map(({ account }, index) => ({
    ...{ ...account, passwordHash: hashes[index]!, mustChangePassword: true },
  }));
  const ids = await addAccounts(tx, accounts, now, today);
  const made: Made[] = [];
  for (const [index, { account }] of good.entries()) {
    const id = ids[index]!;
    made.push({ id, account, isBlocked: await blockUnseen({ ...of, today }, { id, role: account.role }) });
  }
  const rows = made.map(({ account, isBlocked }, index) => [
    ...[account.username, account.name, passwords[index]!, isBlocked ? WAITS : NOTE],
  ]);
  return { made, sheet: csvText([SHEET_HEADINGS, ...rows]) };
}
