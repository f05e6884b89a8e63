// Rejected rows go back to their department as they came, and come in again when they are corrected.
import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { checkFile } from '../../server/flow/ingest/check.ts';
import { requireConsent } from '../../server/flow/ingest/consent.ts';
import { readConsents } from '../../server/flow/ingest/consent-store.ts';
import { REASON_HEADING, rejectFile } from '../../server/flow/ingest/reject-file.ts';
import { reportFile } from '../../server/flow/ingest/report.ts';
import { openDatabase } from '../support/database.ts';
import { check, checkWages, collect, contracts, makeId, WAGES_HEADING, writeFile } from './ingest-files.ts';

const row = (id: string, amount = '100') => `张三,居民身份证,${id},202609,${amount},"某,单位"`;

describe('rejected rows', () => {
  test('keep their cells as they were sent', async () => {
    const { rejects } = await checkWages([row(' 12 '), row(makeId(1), '－5')]);
    expect(rejects.map((r) => r.cells)).toEqual([
      ['张三', '居民身份证', ' 12 ', '202609', '100', '某,单位'],
      ['张三', '居民身份证', makeId(1), '202609', '－5', '某,单位'],
    ]);
  });

  test('go back in the department’s layout with the reason first, and come in alone when corrected', async () => {
    const { file, rejects } = await checkWages([row(makeId(1)), row(''), row(makeId(2), '-5'), row(makeId(3), '=1+1')]);
    const text = rejectFile(file.headings, rejects);
    expect(text.startsWith(`\ufeff${REASON_HEADING},纳税人姓名`)).toBe(true);
    expect(text).toContain('第3行 证件号码；应为身份证号');
    expect(text).toContain("'=1+1");
    const asItIs = await check(writeFile('退回_202609.csv', text));
    expect(asItIs.file.unknownHeadings).toEqual([]);
    expect(asItIs.rejects.map((r) => r.code)).toEqual(rejects.map((r) => r.code));
    const lines = text.split('\r\n');
    lines[1] = lines[1]!.replace('居民身份证,,', `居民身份证,${makeId(9)},`);
    const corrected = await check(
      writeFile('退回_202609.csv', lines.join('\r\n').replace(',-5,', ',5,').replace("'=1+1", '2')),
    );
    expect(corrected.rejects).toEqual([]);
    expect(corrected.rows.map((r) => r.values.amount)).toEqual([10000, 500, 200]);
    // Sent back a second time, the reason column is not doubled.
    expect(rejectFile(asItIs.file.headings, asItIs.rejects).match(/退回原因/g)).toHaveLength(1);
  });

  test('that need no correcting say so', async () => {
    const { file, rejects } = await checkWages([row(makeId(1)), row(makeId(1)), '合计,,,,1,']);
    const reasons = rejectFile(file.headings, rejects);
    expect(reasons).toContain('第3行与第2行相同');
    expect(reasons).toContain('第4行是合计');
  });

  test('never show a whole number in their reason', async () => {
    const { rejects } = await checkWages([row(`${makeId(1)}1`)]);
    expect(rejectFile([], rejects).split('\r\n')[1]!.split('。')[0]).not.toMatch(/\d{9}/);
  });
});

describe('a report before sending', () => {
  test('counts rows and shows the first rejects without their cells', async () => {
    const lines = [WAGES_HEADING, row(makeId(1)), ...Array.from({ length: 30 }, (_, i) => row(`x${i}`))];
    const report = await reportFile(writeFile('工资_202609.csv', lines.join('\n')), contracts);
    expect(report).toMatchObject({
      dataset: 'wages',
      period: '2026-09',
      accepted: 1,
      rejected: { 'malformed-id': 30 },
    });
    expect(report.rejects).toHaveLength(20);
    expect(JSON.stringify(report)).not.toContain('cells');
  });

  test('tells a file that cannot be taken, or does not say its period', async () => {
    expect(await reportFile(writeFile('a.csv', 'x'), contracts)).toMatchObject({
      refused: { reason: 'unknown-layout' },
    });
    const roster = writeFile('花名册.csv', '姓名,身份证号,救助类别,月救助金额,起始年月,终止年月\n');
    expect(await reportFile(roster, contracts)).toMatchObject({
      dataset: 'aid-roster',
      refused: { reason: 'no-period' },
    });
    expect(await reportFile(roster, contracts, { period: '2026-09' })).toMatchObject({ accepted: 0, rejected: {} });
  });
});

describe('a source that needs consent', () => {
  const strict = contracts.map((one) => ({ ...one, consent_required: one.dataset === 'wages' }));

  test('has rows of persons without it rejected, their cells not kept', async () => {
    const path = writeFile('工资_202609.csv', [WAGES_HEADING, row(makeId(1)), row(makeId(2)), row('')].join('\n'));
    const file = requireConsent(await checkFile(path, strict), (id) => id === makeId(1));
    const outcomes = await collect(file.outcomes);
    expect(outcomes).toMatchObject([
      { kind: 'row', line: 2 },
      { kind: 'reject', line: 3, code: 'no-consent', column: '证件号码', cells: [], droppedAmount: 10000 },
      { kind: 'reject', line: 4, code: 'missing-id' },
    ]);
    const open = await checkFile(path, contracts);
    expect(requireConsent(open, () => false)).toBe(open);
  });

  test('knows whose consent is in force on a day', async () => {
    const database = await openDatabase();
    await database.owner.execute(sql`insert into consents (id_hash, dataset, from_on, until_on, document, recorded_at) values
      ('\\x01', 'wages', '2026-01-01', null, 'd', now()), ('\\x02', 'wages', '2026-01-01', '2026-06-30', 'd', now()),
      ('\\x03', 'pensions', '2026-01-01', null, 'd', now())`);
    expect([...(await readConsents(database.flow, 'wages', '2026-10-31'))]).toEqual(['01']);
    expect([...(await readConsents(database.flow, 'wages', '2026-06-30'))].sort()).toEqual(['01', '02']);
    await database.close();
  });
});
