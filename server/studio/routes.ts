// Rules drafted, checked, previewed, published by a second person and retired. Names of accounts are read, so it runs as the flow role;
// what concerns households is counted within the caller's scope.
import { z } from 'zod';
import { mayDo, type Role } from '../access/model.ts';
import { defineRoute, type Route } from '../access/route.ts';
import type { Catalogue } from '../catalogue.ts';
import { readBook } from '../flow/rules/book.ts';
import { orNotFound } from '../kernel/problem.ts';
import { checkDraft } from './check.ts';
import { beginDraft, changeDraft, discardVersion, findVersion, noteOf } from './drafts.ts';
import {
  DraftChange,
  DraftChecked,
  DraftInput,
  DraftSaved,
  Preview,
  PublishInput,
  RetireInput,
  RuleDetail,
  RuleRow,
} from './model.ts';
import { previewDraft } from './preview.ts';
import { publishDraft, retireRule } from './publish.ts';
import { listRules, readRule } from './read.ts';

const ByRule = z.object({ id: z.string().max(60) });
const ByDraft = z.object({ id: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) });

/** The routes of rules, on today's policy data. */
export function studioRoutes(catalogue: Catalogue): Route[] {
  return [...readRoutes(catalogue), ...draftRoutes(catalogue), ...publishRoutes(catalogue)];
}

/** Counties and cities read the rules that watch them, and not what is still being thought about. */
const hidesDrafts = (role: Role) => role !== 'province-monitor' && !mayDo(role, 'rule.preview');

function readRoutes(catalogue: Catalogue): Route[] {
  const list = defineRoute({
    method: 'GET',
    url: '/api/rules',
    action: 'rule.read',
    summary: 'The rules: what is in force since when, drafts, open alerts of my area, what is blind or not understood',
    isTrusted: true,
    response: z.object({ items: z.array(RuleRow) }),
    async handle({ tx, scope, user, now }) {
      return { items: await listRules(tx, { catalogue, scope, now, hidesDrafts: hidesDrafts(user.role) }) };
    },
  });

  const read = defineRoute({
    method: 'GET',
    url: '/api/rules/:id',
    action: 'rule.read',
    summary:
      'One rule: every version with its definition, who drafted, published and retired it, the policy it stands on',
    isTrusted: true,
    params: ByRule,
    response: RuleDetail,
    async handle({ tx, scope, user, params, now }) {
      const reader = { catalogue, scope, now, hidesDrafts: hidesDrafts(user.role) };
      return orNotFound(await readRule(tx, reader, params.id));
    },
  });

  return [list, read];
}

function draftRoutes(catalogue: Catalogue): Route[] {
  const begin = defineRoute({
    method: 'POST',
    url: '/api/rules/drafts',
    action: 'rule.draft',
    summary: 'Begin a draft: a whole definition (JSON or YAML), or new values for some parameters of a rule',
    isTrusted: true,
    body: DraftInput,
    response: DraftSaved,
    async handle({ tx, user, body, now, record }) {
      const { saved, note } = await beginDraft({ tx, user, now }, catalogue, body);
      await record(note);
      return saved;
    },
  });

  const change = defineRoute({
    method: 'PUT',
    url: '/api/rules/drafts/:id',
    action: 'rule.draft',
    summary: 'Change my draft',
    isTrusted: true,
    needsVersion: true,
    params: ByDraft,
    body: DraftChange,
    response: DraftSaved,
    async handle({ tx, user, params, body, version, now, record }) {
      const { saved, note } = await changeDraft({ tx, user, now }, { id: params.id, revision: version }, body);
      await record(note);
      return saved;
    },
  });

  const discard = defineRoute({
    method: 'DELETE',
    url: '/api/rules/drafts/:id',
    action: 'rule.discard',
    summary: 'Discard a draft; a publisher may also take back what is scheduled',
    isTrusted: true,
    params: ByDraft,
    response: z.null(),
    async handle({ tx, user, params, now, record }) {
      await record(await discardVersion({ tx, user, now }, params.id, mayDo(user.role, 'rule.publish')));
      return null;
    },
  });

  const check = defineRoute({
    method: 'POST',
    url: '/api/rules/drafts/:id/check',
    action: 'rule.check',
    summary: 'Every fault of a draft with its place, what is expected and the nearest name; 200 with faults, too',
    isTrusted: true,
    params: ByDraft,
    response: DraftChecked,
    async handle({ tx, params, record }) {
      const version = await findVersion(tx, params.id);
      const { rules } = await readBook(tx, catalogue.book);
      const { faults, examples } = checkDraft(version.definition, catalogue, rules);
      await record(noteOf(version, { faults: faults.length }));
      return { isSound: faults.length === 0, faults, examples };
    },
  });

  return [begin, change, discard, check];
}

function publishRoutes(catalogue: Catalogue): Route[] {
  const preview = defineRoute({
    method: 'POST',
    url: '/api/rules/drafts/:id/preview',
    action: 'rule.preview',
    summary:
      'What a draft would do if it were in force now, by county and village of my area, beside the version that is',
    isTrusted: true,
    params: ByDraft,
    response: Preview,
    async handle({ tx, scope, params, now, record }) {
      const { found, note } = await previewDraft(tx, { catalogue, scope, now }, params.id);
      await record(note);
      return found;
    },
  });

  const publish = defineRoute({
    method: 'POST',
    url: '/api/rules/drafts/:id/publish',
    action: 'rule.publish',
    summary: 'Publish somebody else’s draft from a day on; the first turn of that day puts it in force',
    isTrusted: true,
    startsCycle: true,
    params: ByDraft,
    body: PublishInput,
    response: z.object({ ruleId: z.string(), number: z.number(), from: z.string() }),
    async handle({ tx, user, params, body, now, record }) {
      const { ruleId, number, note } = await publishDraft({ tx, user, now }, catalogue, {
        id: params.id,
        from: body.from,
      });
      await record(note);
      return { ruleId, number, from: body.from };
    },
  });

  const retire = defineRoute({
    method: 'POST',
    url: '/api/rules/:id/retire',
    action: 'rule.retire',
    summary: 'Retire a rule: it finds nobody any more; alerts that stand open stay open',
    isTrusted: true,
    startsCycle: true,
    params: ByRule,
    body: RetireInput,
    response: z.object({ id: z.string() }),
    async handle({ tx, user, params, body, now, record }) {
      await record(await retireRule({ tx, user, now }, params.id, body.reason));
      return { id: params.id };
    },
  });

  return [preview, publish, retire];
}
