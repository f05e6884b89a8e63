// Drafts of rules: begun, changed by whoever began them, discarded. Each act returns what the log keeps of it.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import type { AuditNote } from '../access/route.ts';
import type { Catalogue } from '../catalogue.ts';
import { hashDefinition } from '../flow/rules/book.ts';
import { orNotFound, Problem } from '../kernel/problem.ts';
import { aboutOf, type Definition, readContent, wrong } from './content.ts';
import type { DraftChange, DraftInput, DraftSaved } from './model.ts';

export interface StoredVersion extends Record<string, unknown> {
  id: number;
  ruleId: string;
  number: number;
  origin: 'shipped' | 'local';
  status: 'draft' | 'scheduled' | 'published' | 'retired';
  draftedBy: string | null;
  revision: number;
  /** It has been in force, or is. */
  wasInForce: boolean;
  definition: Definition;
}

/** Who acts, with what, and when. */
export interface Acting {
  tx: Executor;
  user: { id: string; username: string };
  now: Date;
}

/** Said of rules that are no business of the studio. */
export const FILED = {
  zh: '数据来源和地区的预警在 rules/sources.yaml、rules/areas.yaml 中改。',
  en: 'Warnings about sources and areas are changed in rules/sources.yaml and rules/areas.yaml.',
} as const;

/** The province: a rule belongs to no county. */
const PROVINCE = '22';

/** What the log keeps of an act on a rule. */
export function noteOf(
  version: Pick<StoredVersion, 'ruleId' | 'id' | 'number'>,
  details: Record<string, unknown> = {},
) {
  const about = { subjectKind: 'rule', subjectId: version.ruleId, areaCode: PROVINCE };
  return { ...about, details: { version: version.number, versionId: version.id, ...details } } satisfies AuditNote;
}

/** One act on versions at a time, a start's included: they number and outdate one another. */
export async function takeTurns(tx: Executor): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('shouwang.publish'))`);
}

/** Rows of rule_versions as the studio reads them, locked against other acts of people where `isLocked`. */
export async function findVersions(
  tx: Executor,
  only: ReturnType<typeof sql>,
  isLocked = false,
): Promise<StoredVersion[]> {
  return await tx.execute<StoredVersion>(sql`select id, rule_id as "ruleId", version as number, origin, status, drafted_by as "draftedBy", status in ('published', 'retired') and published_at is not null as "wasInForce",
      revision, definition from rule_versions where ${only} order by version desc ${isLocked ? sql`for update` : sql``}`);
}

/** A version by its id, or 404. */
export async function findVersion(tx: Executor, id: number): Promise<StoredVersion> {
  return orNotFound((await findVersions(tx, sql`id = ${id}`))[0]);
}

/** A draft by its id, 404 without one, 409 when it is none any more. */
export async function findDraft(tx: Executor, id: number): Promise<StoredVersion> {
  const version = orNotFound((await findVersions(tx, sql`id = ${id}`, true))[0]);
  if (version.status !== 'draft')
    throw new Problem(
      'state-conflict',
      `它已不是草案，而是“${version.status}”。 / It is no draft any more: it is ${version.status}.`,
    );
  return version;
}

/** Begins a draft: of a new rule, or on a version of one that is there. It need not be sound yet. */
export async function beginDraft({ tx, user, now }: Acting, { sourceRules, areaRules }: Catalogue, input: DraftInput) {
  await takeTurns(tx);
  const filed = new Set([...sourceRules, ...areaRules].map((rule) => rule.id));
  const own = input.ruleId ? await findVersions(tx, sql`rule_id = ${input.ruleId}`) : [];
  if (input.ruleId && own.length === 0) throw new Problem('not-found');
  const wanted = input.basedOn;
  const asked = wanted === undefined ? undefined : orNotFound(own.find((one) => one.number === wanted));
  const base = asked ?? own.find((one) => one.status === 'published') ?? own.find((one) => one.wasInForce) ?? own[0];
  const definition = readContent(input, base?.definition);
  const ruleId = idOf(definition, input.ruleId);
  if (own.some((one) => aboutOf(one.definition) !== 'household') || filed.has(ruleId))
    throw wrong('/definition/id', FILED.zh, FILED.en);
  const known = input.ruleId ? own : await findVersions(tx, sql`rule_id = ${ruleId}`);
  const basedOn = (base ?? known.find((one) => one.status === 'published'))?.number ?? null;
  const [row] = await tx.execute<{ id: number; number: number }>(sql`
    insert into rule_versions (rule_id, version, hash, definition, origin, status, note, based_on, drafted_by, drafted_at)
    select ${ruleId}, coalesce(max(version), 0) + 1, ${hashDefinition(definition)}, ${JSON.stringify(definition)}::jsonb, 'local', 'draft',
      ${input.note ?? null}, ${basedOn}::int, ${user.id}::uuid, ${now.toISOString()}::timestamptz
    from rule_versions where rule_id = ${ruleId} returning id, version as number`);
  const saved: DraftSaved = { id: row!.id, ruleId, number: row!.number, version: 1 };
  return { saved, note: noteOf(saved, { basedOn, ...(input.params && { params: input.params }) }) };
}

/** Changes a draft: only whoever began it may, so that it has one author whom another checks. 412 when it has moved on. */
export async function changeDraft(
  { tx, user, now }: Acting,
  { id, revision }: { id: number; revision: number },
  input: DraftChange,
) {
  const draft = await findDraft(tx, id);
  if (draft.draftedBy !== user.id)
    throw new Problem(
      'not-allowed',
      '只有起草人能改这份草案；请以它为基础另起一份。 / Only its author changes a draft: begin your own on it.',
    );
  if (draft.revision !== revision) throw new Problem('version-conflict');
  const definition = readContent(input, draft.definition);
  idOf(definition, draft.ruleId);
  await tx.execute(sql`update rule_versions set definition = ${JSON.stringify(definition)}::jsonb, hash = ${hashDefinition(definition)},
      note = coalesce(${input.note ?? null}, note), revision = revision + 1, drafted_at = ${now.toISOString()} where id = ${id}`);
  const saved: DraftSaved = { id, ruleId: draft.ruleId, number: draft.number, version: revision + 1 };
  return { saved, note: noteOf(draft, { revision: revision + 1, ...(input.params && { params: input.params }) }) };
}

/** Discards a draft or a scheduled version. It stays known as retired: a shipped one would otherwise be offered at each start again. */
export async function discardVersion({ tx, user, now }: Acting, id: number, maySchedule: boolean): Promise<AuditNote> {
  const version = orNotFound((await findVersions(tx, sql`id = ${id}`, true))[0]);
  if (version.status === 'scheduled' && !maySchedule)
    throw new Problem('not-allowed', '已排定的版本由发布人撤下。 / A scheduled version is taken back by a publisher.');
  if (version.status !== 'draft' && version.status !== 'scheduled')
    throw new Problem(
      'state-conflict',
      `它已不是草案，而是“${version.status}”；停用规则请用“停用”。 / It is ${version.status}, no draft: to end a rule, retire it.`,
    );
  await tx.execute(sql`update rule_versions set status = 'retired', retired_by = ${user.id}::uuid, retired_at = ${now.toISOString()},
    published_at = null where id = ${id}`);
  return noteOf(version, { was: version.status });
}

function idOf(definition: Definition, expected: string | undefined): string {
  const { id } = definition;
  if (typeof id !== 'string' || !/^[a-z][a-z0-9-]{0,59}$/.test(id))
    throw wrong(
      '/definition/id',
      '规则编号：小写字母开头，字母、数字、连字符，至多 60 个。',
      'A rule’s id: a-z first, then a-z, 0-9 and hyphens, 60 at most.',
    );
  if (expected !== undefined && id !== expected)
    throw wrong(
      '/definition/id',
      `草案改的是“${expected}”，编号不能变。`,
      `The draft changes "${expected}": its id stays.`,
    );
  return id;
}
