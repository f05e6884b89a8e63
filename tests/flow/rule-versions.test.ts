// Which versions of the rules a turn runs: published here or shipped, from their day on, one that is broken left out; and how they end.
import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { readBook } from '../../server/flow/rules/book.ts';
import type { RuleDefinition } from '../../server/flow/rules/definition.ts';
import { instantAt } from '../../server/kernel/clock.ts';
import { publishCatalogue } from '../../server/publish.ts';
import { beginDraft } from '../../server/studio/drafts.ts';
import { publishDraft, retireRule } from '../../server/studio/publish.ts';
import { CATALOGUE } from '../support/catalogue.ts';
import { type Flow, files, findingsOf, idOf, openFlow } from '../support/flow.ts';
import { findUserId } from '../support/makers.ts';

const RULE = 'heavy-medical-spending';
const HEAD = idOf(1, '19700101');
const HOUSE = 'H2224050000001';

let flow: Flow;
beforeEach(async () => {
  flow = await openFlow();
  await flow.parameters();
  await flow.hand(files.registry('202609', [{ id: HEAD, household: HOUSE }]), '2026-09-01');
  await flow.hand(files.medical('202609', [{ no: 'M1', id: HEAD, on: '2026-09-03', paid: 15_000 }]), '2026-09-04');
  vi.spyOn(console, 'error').mockImplementation(() => {});
});

/** What stands in rule_versions of the rule, oldest first. */
const versions = async (ruleId = RULE) =>
  (
    await flow.db.execute<{
      line: string;
    }>(sql`select concat_ws(' ', version, origin, status) as line from rule_versions
      where rule_id = ${ruleId} order by version`)
  ).map((row) => row.line);

const findings = async () =>
  (
    await flow.db.execute<{
      line: string;
    }>(sql`select concat_ws(' ', v.version, coalesce(f.end_reason, 'stands')) as line
      from findings f join rule_versions v on v.id = f.rule_version_id where f.rule_id = ${RULE} order by f.id`)
  ).map((row) => row.line);

const alerts = async () =>
  (
    await flow.db.execute<{ line: string }>(sql`select concat_ws(' ', a.state, t.state) as line from alerts a
      join task_alerts ta on ta.alert_id = a.id join tasks t on t.id = ta.task_id where a.rule_id = ${RULE}`)
  ).map((row) => row.line);

async function draftHere(params: Record<string, number>, day: string): Promise<number> {
  const user = { id: await findUserId(flow.db, 'rule-author'), username: 'rule-author' };
  const acting = { tx: flow.db, user, now: instantAt(day, '10:00') };
  return (await beginDraft(acting, CATALOGUE, { ruleId: RULE, params })).saved.id;
}

async function publishHere(id: number, { on, from }: { on: string; from: string }): Promise<void> {
  const user = { id: await findUserId(flow.db, 'rule-publisher'), username: 'rule-publisher' };
  await publishDraft({ tx: flow.db, user, now: instantAt(on, '10:00') }, CATALOGUE, { id, from });
}

async function retireHere(day: string): Promise<void> {
  const user = { id: await findUserId(flow.db, 'rule-publisher'), username: 'rule-publisher' };
  await retireRule({ tx: flow.db, user, now: instantAt(day, '10:00') }, RULE, '重新研究');
}

/** A start with other files: `change` of the rule's file, or without the file. */
async function start(change: Partial<RuleDefinition> | 'without the file' = {}): Promise<void> {
  const rules = CATALOGUE.book.rules.flatMap((rule) => {
    if (rule.id !== RULE) return [rule];
    return change === 'without the file' ? [] : [{ ...rule, definition: { ...rule.definition, ...change } }];
  });
  await publishCatalogue(flow.database.urls.owner, { ...CATALOGUE, book: { ...CATALOGUE.book, rules } });
}

describe('a version published here', () => {
  it('comes into force on its day, everywhere, and ends what it no longer names without resolving the alert', async () => {
    await flow.turn('2026-09-10');
    const id = await draftHere({ listed: 1 }, '2026-09-10');
    await publishHere(id, { on: '2026-09-10', from: '2026-09-20' });
    await flow.turn('2026-09-19');
    expect(await findings()).toEqual(['1 stands']);
    expect(await versions()).toEqual(['1 shipped published', '2 local scheduled']);
    await flow.turn('2026-09-20', 'touched');
    expect(await versions()).toEqual(['1 shipped retired', '2 local published']);
    expect(await findings()).toEqual(['1 rule-changed']);
    expect(await alerts()).toEqual(['open waiting']);
    const log = await flow.db.execute(
      sql`select actor, subject_id from audit_entries where action = 'rule.come-into-force'`,
    );
    expect([...log]).toEqual([{ actor: 'system', subject_id: RULE }]);
  });

  it('names whom the shipped one did not, and its number stands on the finding', async () => {
    await flow.hand(files.medical('202610', [{ no: 'M2', id: HEAD, on: '2026-09-05', paid: 1 }]), '2026-09-06');
    await publishHere(await draftHere({ listed: 1 }, '2026-09-06'), { on: '2026-09-06', from: '2026-09-06' });
    await flow.turn('2026-09-10');
    expect(await findings()).toEqual([]);
    await publishHere(await draftHere({ listed: 0.6 }, '2026-09-11'), { on: '2026-09-11', from: '2026-09-11' });
    await flow.turn('2026-09-11', 'touched');
    expect(await findings()).toEqual(['3 stands']);
  });

  it('that is due and not understood any more leaves the one before it in force', async () => {
    const id = await draftHere({ listed: 1 }, '2026-09-10');
    await publishHere(id, { on: '2026-09-10', from: '2026-09-11' });
    await flow.db.execute(
      sql`update rule_versions set definition = jsonb_set(definition, '{when}', '"no.such_name > 1"') where id = ${id}`,
    );
    await flow.turn('2026-09-12');
    expect(await versions()).toEqual(['1 shipped published', '2 local scheduled']);
    expect(await findings()).toEqual(['1 stands']);
  });
});

describe('one published version that today’s catalogue does not understand', () => {
  it('is left out and told; the others run, and what it had found stands', async () => {
    await flow.turn('2026-09-10');
    await flow.db.execute(sql`update rule_versions set hash = 'other', definition = jsonb_set(definition, '{when}', '"no.such_name > 1"')
      where rule_id = ${RULE}`);
    await flow.hand(files.disasters('202609', [{ head: HEAD, on: '2026-09-11' }]), '2026-09-12');
    await flow.turn('2026-09-12');
    expect((await findingsOf(flow.db))['disaster-household']).toEqual([HOUSE]);
    expect(await findings()).toEqual(['1 stands']);
    const { leftOut, rules } = await readBook(flow.db, CATALOGUE.book);
    expect(leftOut).toMatchObject([{ ruleId: RULE, version: 1, faults: [{ pointer: '/when' }] }]);
    expect(rules).toHaveLength(CATALOGUE.book.rules.length - 1);
    expect(vi.mocked(console.error).mock.calls.flat().join()).toContain('left out');
  });
});

describe('a start', () => {
  it('with the same files changes nothing, also where a version published here is in force', async () => {
    await publishHere(await draftHere({ listed: 1 }, '2026-09-10'), { on: '2026-09-10', from: '2026-09-10' });
    await flow.turn('2026-09-10');
    const everything = () => flow.db.execute(sql`select * from rule_versions order by id`);
    const before = [...(await everything())];
    await start();
    expect([...(await everything())]).toEqual(before);
  });

  it('with a changed file puts it in force, where nobody changed the rule here', async () => {
    await start({ cooldown: 200 });
    expect(await versions()).toEqual(['1 shipped retired', '2 shipped published']);
  });

  it('with a changed file keeps it as a draft, where a version published here is in force; published, it is the shipped rule again', async () => {
    await publishHere(await draftHere({ listed: 1 }, '2026-09-10'), { on: '2026-09-10', from: '2026-09-10' });
    await flow.turn('2026-09-10');
    await start({ cooldown: 200 });
    await start({ cooldown: 201 });
    await start({ cooldown: 201 });
    expect(await versions()).toEqual(['1 shipped retired', '2 local published', '3 shipped draft']);
    const [draft] = await flow.db.execute<{ id: number; based_on: number }>(
      sql`select id, based_on from rule_versions where version = 3 and rule_id = ${RULE}`,
    );
    expect(draft!.based_on).toBe(2);
    await publishHere(draft!.id, { on: '2026-09-11', from: '2026-09-11' });
    await flow.turn('2026-09-11');
    await start({ cooldown: 202 });
    expect(await versions()).toEqual([
      '1 shipped retired',
      '2 local retired',
      '3 shipped retired',
      '4 shipped published',
    ]);
  });

  it('takes a draft that equals the file for the shipped rule again', async () => {
    await publishHere(await draftHere({ listed: 1 }, '2026-09-10'), { on: '2026-09-10', from: '2026-09-10' });
    await flow.turn('2026-09-10');
    await publishHere(await draftHere({ listed: 0.5 }, '2026-09-11'), { on: '2026-09-11', from: '2026-09-11' });
    await flow.turn('2026-09-11');
    expect(await versions()).toEqual(['1 shipped retired', '2 local retired', '3 shipped published']);
    await start({ cooldown: 200 });
    expect(await versions()).toContain('4 shipped published');
  });

  it('without its file retires a shipped rule, and brings it back with it', async () => {
    await start('without the file');
    expect(await versions()).toEqual(['1 shipped retired']);
    await start('without the file');
    await start();
    await start();
    expect(await versions()).toEqual(['1 shipped retired', '2 shipped published']);
  });
});

describe('a rule that a person retired', () => {
  it('ends its findings as rule-retired and leaves the alert with whoever goes', async () => {
    await flow.turn('2026-09-10');
    await retireHere('2026-09-11');
    await flow.turn('2026-09-11', 'touched');
    expect(await findings()).toEqual(['1 rule-retired']);
    expect(await alerts()).toEqual(['open waiting']);
    await flow.turn('2026-09-12');
    expect(await findings()).toEqual(['1 rule-retired']);
  });

  it('is not published again by its file, the same or a changed one', async () => {
    await retireHere('2026-09-11');
    await start();
    expect(await versions()).toEqual(['1 shipped retired']);
    await start({ cooldown: 200 });
    expect(await versions()).toEqual(['1 shipped retired', '2 shipped draft']);
  });
});
