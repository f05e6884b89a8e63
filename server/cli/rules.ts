// `shouwang rules …`: the rules in force, and their drafting, publishing and retiring by named accounts.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/client.ts';
import { type Action, mayDo } from '../access/model.ts';
import type { AuditNote, SignedIn } from '../access/route.ts';
import { makeScope, type Scope } from '../access/scope.ts';
import { scopeOf } from '../access/scope-of.ts';
import { recordAct } from '../audit/record.ts';
import { readBook } from '../flow/rules/book.ts';
import { dayOf } from '../kernel/clock.ts';
import { Problem } from '../kernel/problem.ts';
import type { Service } from '../service.ts';
import { checkDraft } from '../studio/check.ts';
import { beginDraft, findVersion } from '../studio/drafts.ts';
import type { Preview, RuleFault, RuleRow } from '../studio/model.ts';
import { previewDraft } from '../studio/preview.ts';
import { publishDraft, retireRule } from '../studio/publish.ts';
import { listRules, readRule } from '../studio/read.ts';
import { withService } from './open.ts';
import { checkRuleFiles } from './rules-check.ts';

const USAGE =
  'rules check [file…] | list | show <id> | draft <file> | preview <draft> | publish <draft> --from DATE | retire <id> --reason R';

interface Options {
  as?: string | undefined;
  from?: string | undefined;
  reason?: string | undefined;
  json?: boolean | undefined;
}

type Verb = (of: string, options: Options) => Promise<number>;

export async function rules(args: string[]): Promise<number> {
  if (args[0] === 'check') return await checkRuleFiles(args.slice(1));
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      as: { type: 'string' },
      from: { type: 'string' },
      reason: { type: 'string' },
      json: { type: 'boolean' },
    },
  });
  const [verb = 'list', of = ''] = positionals;
  if (verb === 'list') return await list(values);
  const run = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
  if (!run || !of) throw new Error(`用法 Usage: ${USAGE}`);
  try {
    return await run(of, values);
  } catch (error) {
    if (!(error instanceof Problem) || error.errors.length === 0) throw error;
    const told = error.errors.map(({ pointer, detail }) => `  ${pointer}  ${detail}`);
    throw new Error([error.message, ...told].join('\n'));
  }
}

async function list({ json }: Options): Promise<number> {
  return await withService(async ({ flow, catalogue, clock }) => {
    const rows = await listRules(flow, { catalogue, scope: await wholeProvince(flow), now: clock() });
    if (json) for (const row of rows) console.log(JSON.stringify(row));
    else for (const row of rows) console.log(inLine(row));
    return 0;
  });
}

function inLine({ id, names, status, number, since, openAlerts, drafts, scheduled, blind, faults }: RuleRow): string {
  const state = status === 'published' ? `第 ${number} 版，自 v${number} since ${since}` : STATES[status];
  return [
    `${id.padEnd(28)} ${names.zh}  ${state}  未结预警 open alerts: ${openAlerts}`,
    ...drafts.map(
      (one) =>
        `  草案 draft ${one.id}: v${one.number}${one.origin === 'shipped' ? ' 规则文件的新版 a new version of its file' : ''}`,
    ),
    ...(scheduled ? [`  已排定 scheduled ${scheduled.id}: v${scheduled.number}, ${scheduled.from}`] : []),
    ...(blind.length > 0 ? [`  看不见 blind: ${blind.join(', ')}`] : []),
    ...faults.map(({ message }) => `  不再认得，没有运行 not understood, not run: ${message.zh} / ${message.en}`),
  ].join('\n');
}

const STATES = { retired: '已停用 retired', draft: '未发布 never published' } as const;

const show: Verb = async (id, { json }) =>
  await withService(async ({ flow, catalogue, clock }) => {
    const found = await readRule(flow, { catalogue, scope: await wholeProvince(flow), now: clock() }, id);
    if (!found) throw new Error(`没有规则“${id}”（rules list 可查）。 / There is no rule "${id}" (see rules list).`);
    if (json) {
      console.log(JSON.stringify(found));
      return 0;
    }
    console.log(inLine(found));
    if (found.policy) console.log(`  “${found.policy.quote}” ${found.policy.document}`);
    for (const {
      id: versionId,
      number,
      status,
      origin,
      inForceFrom,
      draftedBy,
      publishedBy,
      retiredBy,
      note,
    } of found.versions) {
      const people = [
        draftedBy && `起草 by ${draftedBy}`,
        publishedBy && `发布 by ${publishedBy}`,
        retiredBy && `停用 by ${retiredBy}`,
      ];
      console.log(
        `  v${number} (${versionId}) ${[status, origin, inForceFrom, ...people, note].filter(Boolean).join('  ')}`,
      );
    }
    const { definition } = found.versions.find((one) => one.status === 'published') ?? found.versions[0]!;
    console.log(JSON.stringify(definition, null, 2));
    return 0;
  });

const draft: Verb = async (file, { as, json }) =>
  await acting(as, 'rule.draft', async ({ service: { catalogue }, tx, user, now }) => {
    const { saved, note } = await beginDraft({ tx, user, now }, catalogue, { yaml: readFileSync(file, 'utf8') });
    const { definition } = await findVersion(tx, saved.id);
    const { faults, examples } = checkDraft(definition, catalogue, (await readBook(tx, catalogue.book)).rules);
    if (json) console.log(JSON.stringify({ ...saved, faults, examples }));
    else
      console.log(
        [
          `草案 ${saved.id}：${saved.ruleId} 第 ${saved.number} 版 / draft ${saved.id}: ${saved.ruleId} v${saved.number}`,
          ...[...faults, ...examples].map(inWords),
        ].join('\n'),
      );
    return [note];
  });

const inWords = ({ pointer, line, column, message }: RuleFault) =>
  `  ${pointer}${line === undefined ? '' : ` ${line}:${column}`}  ${message.zh} / ${message.en}`;

const preview: Verb = async (id, { as, json }) =>
  await acting(as, 'rule.preview', async ({ service: { catalogue }, tx, scope, now }) => {
    const { found, note } = await previewDraft(tx, { catalogue, scope, now }, numberOf(id));
    console.log(json ? JSON.stringify(found) : previewInWords(found));
    return [note];
  });

function previewInWords(found: Preview): string {
  const line = (one: Preview | Preview['counties'][number]) =>
    `命中 hit ${one.hit}/${one.judged}，已有预警 in open alert ${one.inOpenAlert}，新点名 newly ${one.newlyNamed}，不再点名 no longer ${one.noLongerNamed}` +
    `（其中说不清 unknown ${one.noLongerUnknown}），说不清 unknown ${one.unknown}，多走 extra visits ${one.extraVisits}`;
  return [
    `${found.asOf}  ${found.comparedWith === null ? '没有在用版本 none in force' : `与第 ${found.comparedWith} 版相比 against v${found.comparedWith}`}`,
    line(found),
    ...found.counties.filter((one) => one.hit + one.noLongerNamed > 0).map((one) => `  ${one.name}  ${line(one)}`),
    ...found.villages.map((one) => `    ${one.name} ${one.code}  多走 extra visits ${one.extraVisits}`),
  ].join('\n');
}

const publish: Verb = async (id, { as, from }) =>
  await acting(as, 'rule.publish', async ({ service: { catalogue }, tx, user, now }) => {
    if (!from || !/^\d{4}-\d{2}-\d{2}$/.test(from) || new Date(`${from}T00:00:00Z`).toJSON()?.slice(0, 10) !== from)
      throw new Error(
        '请用 --from 写明从哪天起，例：2026-11-01。 / Say from which day by --from, for example 2026-11-01.',
      );
    const { ruleId, number, note } = await publishDraft({ tx, user, now }, catalogue, { id: numberOf(id), from });
    console.log(
      `${ruleId} 第 ${number} 版自 ${from} 起，由当天第一次比对启用。 / v${number} from ${from}, by the first turn of that day.`,
    );
    return [note];
  });

const retire: Verb = async (id, { as, reason }) =>
  await acting(as, 'rule.retire', async ({ tx, user, now }) => {
    if (!reason?.trim()) throw new Error('请用 --reason 写明原因。 / Say why by --reason.');
    const note = await retireRule({ tx, user, now }, id, reason.trim());
    console.log(`${id} 已停用；未结的预警不受影响。 / ${id} is retired; alerts that are open stay open.`);
    return [note];
  });

const VERBS: Record<string, Verb> = { show, draft, preview, publish, retire };

interface Acting {
  service: Service;
  tx: Transaction;
  user: SignedIn;
  scope: Scope;
  now: Date;
}

/** Acts as a named account, with its rights and its area and no other, in one transaction with the log. */
async function acting(
  username: string | undefined,
  action: Action,
  act: (of: Acting) => Promise<AuditNote[]>,
): Promise<number> {
  if (!username) throw new Error('请用 --as 写明以哪个账号。 / Say as which account by --as.');
  return await withService(async (service) => {
    const { flow, clock } = service;
    const now = clock();
    const [user] = await flow.execute<
      SignedIn & Record<string, unknown>
    >(sql`select id, username, name, role, visitor_kind as "visitorKind",
      body_key as "bodyKey", department from users where username = ${username} and is_active`);
    if (!user) throw new Error(`没有在用的账号“${username}”。 / There is no active account "${username}".`);
    if (!mayDo(user.role, action))
      throw new Error(`账号“${username}”的岗位不做这件事。 / The role of "${username}" does not do this.`);
    const scope = await scopeOf(flow, user, dayOf(now));
    await flow.transaction(async (tx) => {
      for (const note of await act({ service, tx, user, scope, now }))
        await recordAct(tx, { ...note, at: now, actor: user, action, details: { ...note.details, by: 'command' } });
    });
    return 0;
  });
}

/** The operator at the terminal looks at all of it. */
async function wholeProvince(flow: Database): Promise<Scope> {
  const counties = await flow.execute<{ code: string }>(sql`select code from areas where length(code) = 6`);
  return makeScope({ userId: '', areas: ['22'], counties: counties.map((county) => county.code), department: null });
}

function numberOf(text: string): number {
  if (!/^\d{1,15}$/.test(text))
    throw new Error('请给出草案号（rules list 可查）。 / Give a draft’s number (see rules list).');
  return Number(text);
}
