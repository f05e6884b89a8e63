// Whatever speaks against an account: a taken name, a role in a place where it has no work. Judged in memory, so that a file of
// five hundred costs the same few questions as one account.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../../db/client.ts';
import type { FieldError } from '../../kernel/problem.ts';
import { type AccountInput, BODY_LEVELS } from '../model.ts';

/** What accounts may refer to, as far as these ask for it. */
export interface Known {
  usernames: ReadonlySet<string>;
  /** Level by key. */
  bodies: ReadonlyMap<string, string>;
  departments: ReadonlySet<string>;
  villages: ReadonlySet<string>;
}

type Asked = Pick<AccountInput, 'username' | 'villages'>;

/** Reads what these accounts refer to, in one statement a table. */
export async function readKnown(db: Executor, accounts: readonly Asked[]): Promise<Known> {
  const names = sql.param(accounts.map((one) => one.username));
  const codes = sql.param([...new Set(accounts.flatMap((one) => one.villages))]);
  const usernames = await db.execute<{ username: string }>(
    sql`select username from users where username = any(${names}::text[])`,
  );
  const bodies = await db.execute<{ key: string; level: string }>(sql`select key, level from bodies`);
  const departments = await db.execute<{ code: string }>(sql`select code from departments`);
  const villages = await db.execute<{ code: string }>(
    sql`select code from areas where level = 'village' and code = any(${codes}::text[])`,
  );
  return {
    usernames: new Set(usernames.map((row) => row.username)),
    bodies: new Map(bodies.map((row) => [row.key, row.level])),
    departments: new Set(departments.map((row) => row.code)),
    villages: new Set(villages.map((row) => row.code)),
  };
}

const LEVEL_NAMES = { province: '省级机构', prefecture: '市（州）级机构', county: '县级机构', township: '乡镇级机构' };

/** Every fault of one account with its field; `isNew` asks for a free username too. */
export function accountFaults(account: AccountInput, known: Known, isNew: boolean): FieldError[] {
  const errors: FieldError[] = [];
  const refuse = (pointer: string, detail: string) => errors.push({ pointer, detail });
  if (isNew && known.usernames.has(account.username))
    refuse('/username', '这个用户名已有人用。 / This username is taken.');

  const level = BODY_LEVELS[account.role];
  if (level) {
    if (known.bodies.get(account.bodyKey ?? '') !== level)
      refuse('/bodyKey', `这个岗位要在${LEVEL_NAMES[level]}。 / This role needs a body of level ${level}.`);
  } else if (account.bodyKey) refuse('/bodyKey', '这个岗位不属于行政机构。 / This role belongs to no body.');

  if (account.role === 'department-liaison') {
    if (!known.departments.has(account.department ?? '')) refuse('/department', '没有这个部门。 / No such department.');
  } else if (account.department) refuse('/department', '只有部门联络员有部门。 / Only a liaison has a department.');

  if (account.role === 'village-coordinator') {
    const missing = account.villages.filter((code) => !known.villages.has(code));
    if (missing.length > 0)
      refuse('/villages', `没有这些村（社区）：${missing.join('、')} / No such villages: ${missing.join(', ')}`);
    if (account.villages.length === 0) refuse('/villages', '协理员至少负责一个村（社区）。 / At least one village.');
    if (!account.visitorKind) refuse('/visitorKind', '请写明协理员的身份。 / Say what kind of visitor this is.');
  } else {
    if (account.villages.length > 0)
      refuse('/villages', '只有协理员分管村（社区）。 / Only a coordinator has villages.');
    if (account.visitorKind) refuse('/visitorKind', '只有协理员有这一项。 / Only a coordinator has a kind of visitor.');
  }
  return errors;
}
