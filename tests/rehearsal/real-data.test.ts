// A rehearsal takes in nobody real: by whichever door a file comes, it is refused whole, and nothing of it is kept.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DropFolder } from '../../server/doors/drop-folder.ts';
import { startIntake, startIntakes } from '../../server/doors/intakes.ts';
import { checkDigit } from '../../server/flow/ingest/identity.ts';
import { refuseRealPeople } from '../../server/flow/ingest/invented.ts';
import type { FileRefused } from '../../server/flow/ingest/reject.ts';
import { type Browser, signIn, startApp, type TestApp } from '../support/app.ts';
import { CATALOGUE, DATA_DIR, KEYS } from '../support/catalogue.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { files, filesOf, flowOn, idOf, writeDelivery } from '../support/flow.ts';
import { countRows, makeKey } from '../support/makers.ts';

const INVENTED = idOf(1, '19700101');
/** Of a county that exists; computed, so that it stands in no file of ours. */
const real = (() => {
  const first = `${22}0102${19700101}${'001'}`;
  return first + checkDigit(first);
})();
const MASKED = `${real.slice(0, 6)}**********${real.slice(-2)}`;
let database: TestDatabase;
let service: TestApp;
let runner: Awaited<ReturnType<typeof startIntakes>>;
let tax: Browser;
const door = () => ({
  ...{ flow: database.flow, keys: KEYS, catalogue: CATALOGUE, urls: database.urls },
  ...{ clock: service.now, config: { dataDir: DATA_DIR } },
});
beforeAll(async () => {
  database = await openDatabase();
  await database.flow.execute(sql`insert into settings (key, value) values ('rehearsal', 'on')`);
  service = await startApp(database);
  await flowOn(database).hand(files.registry('202609', [{ id: INVENTED, household: 'H1' }]), '2026-09-30');
  runner = await startIntakes(door());
  tax = await signIn(service.app, 'tax');
});
afterAll(async () => {
  await runner?.stop();
  await service?.close();
  await database?.close();
});

let amount = 100;
/** A file of one invented and one real person, which no other test hands in. */
const mixed = () => {
  const row = (id: string) => ({ id, month: '202609', amount: ++amount });
  return files.wages('202609', [row(INVENTED), row(real)]);
};
const kept = () => (existsSync(join(DATA_DIR, 'inbox')) ? readdirSync(join(DATA_DIR, 'inbox')) : []);
const expectNothing = async () => {
  expect(await countRows(database.flow, 'batches')).toBe(1);
  expect(kept()).toEqual([]);
};

async function ended(id: string) {
  const get = async () => (await tax.get(`/api/intakes/${id}`)).json();
  await expect.poll(async () => (await get()).endedAt, { timeout: 60_000 }).not.toBeNull();
  return await get();
}

describe.sequential('a file with a real person is refused in a rehearsal', () => {
  it('from the page, tried or for good, naming line and column, the number masked', async () => {
    for (const body of [{}, { dryRun: 'true' }]) {
      const path = mixed();
      const file = { name: basename(path), content: readFileSync(path) };
      const answer = await tax.send('POST', '/api/intakes', { body, file });
      const end = await ended(answer.json().id);
      expect(end).toMatchObject({ state: 'refused', asks: 'nothing', batch: null });
      expect(end.reason.zh).toContain(`第3行“证件号码”里的 ${MASKED}`);
      expect(end.reason.en).toContain('Line 3, column "证件号码"');
      expect(JSON.stringify(end)).not.toContain(real);
      expect((await tax.post(`/api/intakes/${end.id}/hand-in`, {})).json().code).toBe('state-conflict');
      await expectNothing();
    }
  });

  it('from the page, also where nobody knows its layout and the file would wait for a mapping', async () => {
    const rows = [`纳税人名称,证件号,所属月份,收入金额`, `金顺姬,${real},202609,3100.00`];
    const file = { name: '个税.csv', content: rows.join('\r\n') };
    const answer = await tax.send('POST', '/api/intakes', { body: {}, file });
    expect(await ended(answer.json().id)).toMatchObject({ state: 'refused', asks: 'nothing', proposals: [] });
    await expectNothing();
  });

  it('pushed by a key', async () => {
    const { secret } = await makeKey(database.flow, { department: 'tax' });
    const row = (id: string) => ({
      纳税人姓名: '金顺姬',
      证件类型: '居民身份证',
      证件号码: id,
      税款所属期: '202609',
      收入额: 1,
    });
    const payload = [INVENTED, real].map((id) => JSON.stringify(row(id))).join('\n');
    const headers = { 'content-type': 'application/x-ndjson', authorization: `Bearer ${secret}` };
    const url = '/api/push/wages?period=2026-09';
    const answer = await service.app.inject({ method: 'POST', url, payload, headers });
    const told = async () =>
      (
        await service.app.inject({ url: answer.json().stateAt, headers: { authorization: headers.authorization } })
      ).json();
    await expect.poll(async () => (await told()).endedAt, { timeout: 60_000 }).not.toBeNull();
    expect(await told()).toMatchObject({ state: 'refused', counts: null });
    expect((await told()).reason.en).toContain('Line 2');
    await expectNothing();
  });

  it('dropped into a folder, where only the reason is left', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rehearsal-drop-'));
    mkdirSync(join(folder, 'tax'));
    writeFileSync(join(folder, 'tax', '工资_202609.csv'), readFileSync(mixed()));
    const watch = new DropFolder(door(), { folder, quiet: 0 });
    await watch.look();
    await watch.look();
    const left = (readdirSync(folder, { recursive: true }) as string[]).filter((name) => name.includes('工资')).sort();
    expect(left.map((name) => basename(name))).toEqual(['工资_202609.csv.result.json', '工资_202609.csv.result.txt']);
    expect(readFileSync(join(folder, left[1]!), 'utf8')).toContain('The copy that was dropped here is deleted.');
    rmSync(folder, { recursive: true });
    await expectNothing();
  });

  it('from the command line, where the file stays its sender’s', async () => {
    const path = mixed();
    const { ended: end } = await startIntake(door(), { channel: 'command', path, fileName: basename(path) });
    const { failure } = await end;
    expect(failure?.error).toMatchObject({ reason: 'real-people' });
    expect(existsSync(path)).toBe(true);
    await expectNothing();
  });

  it('handed in by the service itself', async () => {
    await expect(flowOn(database).hand(mixed(), '2026-09-30')).rejects.toMatchObject({ reason: 'real-people' });
    await expectNothing();
  });
});

describe('what counts as somebody real', () => {
  const refused = async (...lines: string[]) => {
    const path = writeDelivery('x.csv', `${lines.join('\n')}\n`);
    return await refuseRealPeople(path).then(
      () => undefined,
      (error: FileRefused) => error.told.en,
    );
  };

  it('a number anywhere in the file, full-width or in a note, in a column that no contract knows', async () => {
    const wide = [...real].map((c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)).join('');
    expect(await refused('姓名,备注', `金顺姬,${wide}`)).toContain('Line 2, column "备注"');
    expect(await refused('姓名,备注', `金顺姬,其母${real}同住`)).toContain('Line 2');
    expect(await refused('某表', '姓名,身份证号', `金顺姬,${real.slice(0, 17)}x`)).toContain(
      'Line 3, column "身份证号"',
    );
  });

  it('under a heading of IDs also one whose date or province cannot be', async () => {
    expect(await refused('姓名,身份证号', '金顺姬,990102197013010017')).toContain('Line 2');
    expect(await refused('姓名,流水号', '金顺姬,990102197013010017')).toBeUndefined();
  });

  it('no invented number, and nothing in the sample deliveries', async () => {
    expect(await refused('姓名,身份证号', `金顺姬,${INVENTED}`)).toBeUndefined();
    for (const delivery of ['2026-09', '2026-10']) for (const path of filesOf(delivery)) await refuseRealPeople(path);
  });
});

it('real work takes in whoever comes, and its own people are none of a rehearsal’s', async () => {
  const own = await openDatabase();
  const taken = await flowOn(own).hand(mixed(), '2026-09-30');
  expect(taken.isKnown).toBe(false);
  await own.close();
});
