// Departments' keys for pushing rows, as the flow role. A key is 256 random bits; the database holds only its SHA-256, so it is found
// by its hash and there is nothing to compare. `sw_` in front lets scanners recognise one that leaked into a repository or a log.
import { createHash, randomBytes } from 'node:crypto';
import { and, desc, eq, isNull, lt, type SQL, sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import { users } from '../../db/schema/access.ts';
import { departments } from '../../db/schema/areas.ts';
import { apiKeys } from '../../db/schema/ingest.ts';
import { newId } from '../kernel/id.ts';
import { Problem } from '../kernel/problem.ts';
import type { KeyRow } from './model.ts';

const FORM = /^sw_[0-9a-f]{8}_[0-9a-f]{64}$/;
const USED_EVERY = 60_000;
const NO_DEPARTMENT = '没有这个部门。 / No such department.';

/** Who calls by a key: one department, and nobody's person. */
export interface KeyHolder {
  id: string;
  /** What stands for the key in lists and in the log: `sw_` and eight characters, of which none is secret. */
  name: string;
  department: string;
}

export interface NewKey {
  department: string;
  label: string;
  createdBy: string | null;
}

/** Makes a key. What is returned as `secret` is told this once and kept nowhere; an unknown department is refused with its field. */
export async function addKey(
  tx: Executor,
  key: NewKey,
  now: Date,
): Promise<{ id: string; name: string; secret: string }> {
  const [department] = await tx.select().from(departments).where(eq(departments.code, key.department));
  if (!department) throw new Problem('wrong-input', NO_DEPARTMENT, [{ pointer: '/department', detail: NO_DEPARTMENT }]);
  const id = newId(now);
  const secret = `${nameOf(id)}_${randomBytes(32).toString('hex')}`;
  await tx.insert(apiKeys).values({ id, ...key, keyHash: hashOf(secret), createdAt: now });
  return { id, name: nameOf(id), secret };
}

/**
 * Whose key this is; undefined for one that is unknown, revoked or no key at all. Notes that it was used, once a minute at most: the
 * row of a busy key would else be written with every call.
 */
export async function findKey(db: Executor, secret: string, now: Date): Promise<KeyHolder | undefined> {
  if (!FORM.test(secret)) return undefined;
  const [row] = await db
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.keyHash, hashOf(secret)), isNull(apiKeys.revokedAt)));
  if (!row) return undefined;
  const last = row.lastUsedAt?.getTime() ?? 0;
  if (now.getTime() - last >= USED_EVERY)
    await db.update(apiKeys).set({ lastUsedAt: now }).where(eq(apiKeys.id, row.id));
  return { id: row.id, name: nameOf(row.id), department: row.department };
}

/** Ends a key that `only` allows, from this moment on; false when there is none such. One revoked already stays as it was. */
export async function revokeKey(tx: Executor, id: string, now: Date, only: SQL = sql`true`): Promise<boolean> {
  const rows = await tx
    .update(apiKeys)
    .set({ revokedAt: sql`coalesce(${apiKeys.revokedAt}, ${now.toISOString()}::timestamptz)` })
    .where(and(eq(apiKeys.id, id), only))
    .returning({ id: apiKeys.id });
  return rows.length > 0;
}

/** Keys without their secrets, newest first, those behind `before` (an id); revoked ones too. */
export async function listKeys(
  db: Executor,
  { only, before, limit }: { only?: SQL; before?: string; limit: number },
): Promise<KeyRow[]> {
  const rows = await db
    .select({ key: apiKeys, department: departments, createdBy: users.name })
    .from(apiKeys)
    .leftJoin(departments, eq(departments.code, apiKeys.department))
    .leftJoin(users, eq(users.id, apiKeys.createdBy))
    .where(and(only, before === undefined ? undefined : lt(apiKeys.id, before)))
    .orderBy(desc(apiKeys.id))
    .limit(limit);
  return rows.map(({ key, department, createdBy }) => ({
    ...{ id: key.id, name: nameOf(key.id), department: key.department, label: key.label, createdBy },
    departmentNames: { zh: department?.nameZh ?? key.department, en: department?.nameEn ?? key.department },
    createdAt: key.createdAt.toISOString(),
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
    revokedAt: key.revokedAt?.toISOString() ?? null,
  }));
}

/** The last characters of its id: the first are a time. */
const nameOf = (id: string) => `sw_${id.slice(-8)}`;
const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex');
