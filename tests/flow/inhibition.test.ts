// A stronger alert speaks for what it implies: while it stands, and for what its visit saw.
import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { closeAlerts } from '../../server/flow/alerts/close.ts';
import { checkInhibitions, inhibitionsOf } from '../../server/flow/rules/inhibitions.ts';
import { instantAt } from '../../server/kernel/clock.ts';
import { withdrawBatch } from '../../server/withdraw.ts';
import { CATALOGUE } from '../support/catalogue.ts';
import { type Flow, files, idOf, openFlow } from '../support/flow.ts';

const [STRONG, WEAK] = ['disaster-household', 'heavy-medical-spending'];
/** The shipped rules, with some that inhibit others. */
function rulesWith(inhibits: Record<string, string[]>) {
  return CATALOGUE.book.rules.map((rule) => {
    // What the shipped rules inhibit is no matter here.
    const { inhibits: _, ...definition } = rule.definition;
    const own = inhibits[rule.id];
    return { ...rule, definition: own ? { ...definition, inhibits: own } : definition };
  });
}
const catalogue = { ...CATALOGUE, book: { ...CATALOGUE.book, rules: rulesWith({ [STRONG!]: [WEAK!] }) } };

const HEAD = idOf(1, '19700101');
let flow: Flow;
beforeEach(async () => {
  flow = await openFlow(catalogue);
  await flow.parameters();
  await flow.hand(files.registry('202609', [{ id: HEAD, household: 'H2224050000001' }]), '2026-09-01');
});

const flood = () => flow.hand(files.disasters('202609', [{ head: HEAD, on: '2026-09-10' }]), '2026-09-12');
const bill = (day: string) =>
  flow.hand(files.medical('202609', [{ no: 'S1', id: HEAD, on: '2026-09-05', paid: 30_000 }]), day);
const alerts = async () =>
  (
    await flow.db.execute<{ told: string }>(
      sql`select rule_id || ' ' || state as told from alerts where household_id is not null order by raised_at, rule_id`,
    )
  ).map((row) => row.told);
const findings = async () =>
  (
    await flow.db.execute<{ rule: string }>(
      sql`select rule_id as rule from findings where ended_at is null and rule_id in (${STRONG}, ${WEAK}) order by 1`,
    )
  ).map((row) => row.rule);

/** Somebody went, for the strong one. */
async function visit(day: string): Promise<void> {
  const now = instantAt(day, '12:00');
  await flow.db.transaction(async (tx) => {
    const open = await tx.execute<{ id: string }>(
      sql`select id from alerts where rule_id = ${STRONG} and state = 'open'`,
    );
    await closeAlerts(
      tx,
      open.map((one) => one.id),
      { [STRONG!]: 60 },
      now,
    );
    await tx.execute(sql`update tasks set state = 'closed', closed_at = ${now.toISOString()}, outcome_code = 'A1'`);
  });
}

it('both true on one household: both are found, one is told', async () => {
  await flood();
  await bill('2026-09-12');
  await flow.turn('2026-09-12');
  expect(await findings()).toEqual([STRONG, WEAK]);
  expect(await alerts()).toEqual([`${STRONG} open`]);
  await flow.turn('2026-09-13');
  expect(await alerts()).toEqual([`${STRONG} open`]);
});

it('the weaker that stood open before stays open', async () => {
  await bill('2026-09-09');
  await flow.turn('2026-09-09');
  await flood();
  await flow.turn('2026-09-12');
  expect(await alerts()).toEqual([`${WEAK} open`, `${STRONG} open`]);
});

it('the stronger taken back: the weaker is told', async () => {
  const { batchId } = await flood();
  await bill('2026-09-12');
  await flow.turn('2026-09-12');
  const why = { status: 'withdrawn', reason: 'wrong', by: null } as const;
  await flow.db.transaction((tx) => withdrawBatch(tx, CATALOGUE, batchId, why, instantAt('2026-09-13', '08:00')));
  await flow.turn('2026-09-13');
  expect(await alerts()).toEqual([`${STRONG} cancelled`, `${WEAK} open`]);
});

it('closed by a visit: what was known then was seen, until the stronger has cooled down', async () => {
  await flood();
  await bill('2026-09-12');
  await flow.turn('2026-09-12');
  await visit('2026-09-15');
  for (const day of ['2026-09-15', '2026-11-01']) await flow.turn(day);
  expect(await alerts()).toEqual([`${STRONG} closed`]);
  await flow.turn('2026-11-20');
  expect(await alerts()).toEqual([`${STRONG} closed`, `${WEAK} open`]);
});

it('closed by a visit: what comes after it is told at once', async () => {
  await flood();
  await flow.turn('2026-09-12');
  await visit('2026-09-15');
  await bill('2026-09-16');
  await flow.turn('2026-09-16');
  expect(await alerts()).toEqual([`${STRONG} closed`, `${WEAK} open`]);
});

describe('what may inhibit what', () => {
  it.each([
    [{ [STRONG!]: ['no-such-rule'] }, /no such rule/],
    [{ [STRONG!]: [STRONG!] }, /itself/],
    [
      { [STRONG!]: [WEAK!], [WEAK!]: ['medical-to-income'], 'medical-to-income': [STRONG!] },
      /itself, by way of others/,
    ],
    [{ [WEAK!]: ['breadwinner-death'] }, /more severe/],
    [{ [WEAK!]: ['deceased-still-paid'] }, /take something away/],
  ])('%j is refused', (inhibits, told) => {
    expect(() => checkInhibitions(rulesWith(inhibits))).toThrow(told);
  });

  it('follows a chain to its end, and two drafts that name each other silence neither', () => {
    const chain = rulesWith({ 'breadwinner-death': [STRONG!], [STRONG!]: [WEAK!] });
    expect(() => checkInhibitions(chain)).not.toThrow();
    expect(inhibitionsOf(chain)).toEqual([
      { strong: 'breadwinner-death', weak: STRONG },
      { strong: 'breadwinner-death', weak: WEAK },
      { strong: STRONG, weak: WEAK },
    ]);
    expect(inhibitionsOf(rulesWith({ [STRONG!]: [WEAK!], [WEAK!]: [STRONG!] }))).toEqual([]);
  });
});
