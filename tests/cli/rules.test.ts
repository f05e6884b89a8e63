// `shouwang rules`: one account drafts, another publishes, a turn puts it in force; what is refused is refused in words.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, disconnect } from '../../db/client.ts';
import { type Embedded, startEmbedded } from '../../db/embedded.ts';
import { ensureRoles } from '../../db/roles.ts';
import { addCast } from '../../server/access/cast.ts';
import { PROJECT_ROOT } from '../../server/config.ts';
import { parseKeys } from '../../server/kernel/keys.ts';
import { CAST_PASSWORD, PRESENT } from '../support/cast.ts';

const folder = mkdtempSync(join(tmpdir(), 'shouwang-rules-'));
chmodSync(folder, 0o711);
const KEYS = `1:${Buffer.alloc(32, 7).toString('base64')}`;
const env = { ...process.env, SHOUWANG_DATA: join(folder, 'data'), SHOUWANG_KEYS: KEYS, DATABASE_URL: '' };
const RULE = 'heavy-medical-spending';

function rules(...args: string[]): { code: number | null; out: string; err: string } {
  const command = ['--import', 'tsx', 'server/cli/main.ts', ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: PROJECT_ROOT, env, encoding: 'utf8' });
  return { code: status, out: stdout, err: stderr };
}

let embedded: Embedded;
beforeAll(async () => {
  embedded = await startEmbedded(env.SHOUWANG_DATA, parseKeys(KEYS).derive('database'));
  expect(rules('rules').code).toBe(0);
  const urls = await ensureRoles(embedded.url, parseKeys(KEYS).derive('database'), 'shouwang');
  const flow = connect(urls.flow, { max: 1, name: 'test-flow' });
  await flow.transaction((tx) => addCast(tx, CAST_PASSWORD, PRESENT));
  await disconnect(flow);
});
afterAll(async () => {
  await embedded.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe.sequential('shouwang rules', () => {
  const file = join(folder, 'changed.yaml');

  it('lists what is in force, and shows one with its policy', () => {
    const listed = rules('rules', 'list');
    expect(listed).toMatchObject({
      code: 0,
      out: expect.stringMatching(/heavy-medical-spending +医疗支出过大 {2}第 1 版/),
    });
    expect(rules('rules', 'show', RULE).out).toContain('吉民发〔2019〕38号');
    expect(rules('rules', 'show', 'no-such-rule')).toMatchObject({
      code: 1,
      err: expect.stringContaining('no-such-rule'),
    });
  });

  it('drafts as a named author only, and tells what is wrong with a file', () => {
    const text = readFileSync(`rules/monitoring/discovery/${RULE}.yaml`, 'utf8');
    writeFileSync(file, text.replace('listed: { value: 0.5', 'listed: { value: 0.25'));
    expect(rules('rules', 'draft', file)).toMatchObject({ code: 1, err: expect.stringContaining('--as') });
    expect(rules('rules', 'draft', file, '--as', 'longjing')).toMatchObject({
      code: 1,
      err: expect.stringContaining('longjing'),
    });
    expect(rules('rules', 'draft', file, '--as', 'nobody')).toMatchObject({
      code: 1,
      err: expect.stringContaining('nobody'),
    });
    const broken = join(folder, 'broken.yaml');
    writeFileSync(broken, text.replace('listed: {', 'listed: }'));
    expect(rules('rules', 'draft', broken, '--as', 'rule-author')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/\/yaml {2}第 \d+ 行/),
    });
  });

  it('goes from a draft to a version in force by two people and a turn', () => {
    const drafted = rules('rules', 'draft', file, '--as', 'rule-author', '--json');
    expect(drafted, drafted.err).toMatchObject({ code: 0 });
    const { id } = JSON.parse(drafted.out);
    const preview = rules('rules', 'preview', String(id), '--as', 'rule-author');
    expect(preview, preview.err).toMatchObject({ code: 0, out: expect.stringContaining('hit 0/0') });
    const publish = (by: string, ...from: string[]) => rules('rules', 'publish', String(id), '--as', by, ...from);
    expect(publish('rule-author', '--from', '2036-01-01')).toMatchObject({
      code: 1,
      err: expect.stringContaining('does not do this'),
    });
    expect(publish('rule-publisher')).toMatchObject({ code: 1, err: expect.stringContaining('--from') });
    expect(publish('rule-publisher', '--from', '2020-01-01')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/\/from .*不能早于今天/),
    });
    expect(publish('rule-publisher', '--from', '2036-01-01')).toMatchObject({
      code: 0,
      out: expect.stringContaining('2036-01-01'),
    });
    expect(rules('cycle', '--now', '2036-01-01')).toMatchObject({ code: 0 });
    expect(rules('rules').out).toMatch(/heavy-medical-spending +医疗支出过大 {2}第 2 版，自 v2 since 2036-01-01/);
  });

  it('retires with a reason, in the log under the account', async () => {
    expect(rules('rules', 'retire', RULE, '--as', 'rule-publisher')).toMatchObject({
      code: 1,
      err: expect.stringContaining('--reason'),
    });
    const retired = rules('rules', 'retire', RULE, '--as', 'rule-publisher', '--reason', '重新研究');
    expect(retired, retired.err).toMatchObject({ code: 0 });
    expect(rules('rules').out).toMatch(/heavy-medical-spending +医疗支出过大 {2}已停用/);
    const urls = await ensureRoles(embedded.url, parseKeys(KEYS).derive('database'), 'shouwang');
    const flow = connect(urls.flow, { max: 1, name: 'test-flow' });
    const log = await flow.execute(
      sql`select actor, details ->> 'by' as "by" from audit_entries where action = 'rule.retire'`,
    );
    await disconnect(flow);
    expect([...log]).toEqual([{ actor: 'rule-publisher', by: 'command' }]);
  });
});
