// Several processes at once, and processes that die: real servers and commands on an embedded database of their own.
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type Database, disconnect } from '../../db/client.ts';
import { PROJECT_ROOT } from '../../server/config.ts';
import { files, filesOf, idOf, PARAMETERS } from '../support/flow.ts';

const folder = mkdtempSync(join(tmpdir(), 'flow-processes-'));
chmodSync(folder, 0o711);
const data = join(folder, 'data');
const KEYS = `1:${Buffer.alloc(32, 7).toString('base64')}`;
const children = new Set<ChildProcess>();
let db: Database;

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

interface Running {
  child: ChildProcess;
  ended: Promise<Ended>;
  /** Resolves with the output so far when it says so; rejects when the process ends before. */
  says(text: string): Promise<string>;
}

function start(
  program: 'server/main.ts' | 'server/cli/main.ts',
  args: readonly string[],
  env: Record<string, string> = {},
): Running {
  const child = spawn(process.execPath, ['--import', 'tsx', program, ...args], {
    cwd: PROJECT_ROOT,
    env: {
      ...process.env,
      SHOUWANG_DATA: data,
      SHOUWANG_KEYS: KEYS,
      SHOUWANG_REHEARSAL: 'off',
      PORT: '0',
      DATABASE_URL: '',
      ...env,
    },
  });
  children.add(child);
  let [out, err] = ['', ''];
  child.stdout.on('data', (piece) => {
    out += piece;
  });
  child.stderr.on('data', (piece) => {
    err += piece;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.once('exit', (code) => {
      children.delete(child);
      resolve({ code, out, err });
    });
  });
  const says = async (text: string) => {
    for (let waited = 0; waited < 75_000; waited += 50) {
      if (out.includes(text)) return out;
      if (child.exitCode !== null) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`it never said "${text}":\n${out}\n${err}`);
  };
  return { child, ended, says };
}

const server = (env: Record<string, string> = {}) => start('server/main.ts', [], env);
const command = (...args: string[]) => start('server/cli/main.ts', args).ended;
const postmaster = () => Number(readFileSync(join(data, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);
const isDown = () => !existsSync(join(data, 'postgres/postmaster.pid'));

async function url(): Promise<string> {
  const lines = readFileSync(join(data, 'postgres/postmaster.pid'), 'utf8').split('\n');
  const { parseKeys } = await import('../../server/kernel/keys.ts');
  return `postgres://shouwang_owner:${parseKeys(KEYS).derive('database')}@127.0.0.1:${lines[3]}/shouwang`;
}

async function look<T extends Record<string, unknown>>(statement: string): Promise<T[]> {
  return [...(await db.execute(sql.raw(statement)))] as T[];
}

async function settles(statement: string): Promise<void> {
  for (let waited = 0; waited < 60_000; waited += 100) {
    if ((await look(statement)).length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const turns = await look(`select c.id, c.trigger, c.extent, c.status, s.stage, s.error,
    extract(epoch from s.finished_at - s.started_at)::float8 as seconds from cycles c left join cycle_steps s on s.cycle_id = c.id order by c.id, s.id`);
  const active =
    await look(`select left(query, 300) as query, state, wait_event, extract(epoch from now() - query_start)::float8 as seconds
    from pg_stat_activity where datname = current_database() and state <> 'idle' and pid <> pg_backend_pid()`);
  throw new Error(`still true: ${statement}\n${[...turns, ...active].map((line) => JSON.stringify(line)).join('\n')}`);
}

beforeAll(() => command('parameters', 'import', PARAMETERS));
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  const { startEmbedded } = await import('../../db/embedded.ts');
  const { parseKeys } = await import('../../server/kernel/keys.ts');
  await (await startEmbedded(data, parseKeys(KEYS).derive('database'))).stop();
  rmSync(folder, { recursive: true, force: true });
});

describe.sequential('processes on one database', () => {
  let first: Running;
  let second: Running;

  it('commands that overlap on a folder nobody serves all succeed, and the last one stops the database', async () => {
    const runs: Promise<Ended>[] = [];
    for (let n = 0; n < 3; n++) {
      runs.push(command('batches', '--json'));
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    for (const { code, err } of await Promise.all(runs)) expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(isDown()).toBe(true);
  });

  it('a second server on the folder is refused in words, and the first goes on', async () => {
    first = server();
    await first.says('ready');
    db = connect(await url(), { max: 1, name: 'test' });
    const refused = await server().ended;
    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(/另一个服务正在用.*Another server is using/);
    expect(first.child.exitCode).toBeNull();
    expect(isDown()).toBe(false);
  });

  it('a command works beside the server, whose turn follows the batch by itself', async () => {
    const head = idOf(1, '19700101');
    expect(
      (await command('ingest', files.registry('202609', [{ id: head, household: 'H1' }]), '--now', '2026-09-05')).code,
    ).toBe(0);
    const today = new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10);
    expect(
      (await command('ingest', files.disasters(today.slice(0, 7).replace('-', ''), [{ head, on: today }]))).code,
    ).toBe(0);
    await settles(`select 1 where not exists (select 1 from alerts where rule_id = 'disaster-household')`);
    await settles('select 1 from touched_households');
  });

  it('turns of two servers and three commands never overlap', async () => {
    second = server({ DATABASE_URL: await url() });
    await second.says('ready');
    const runs = [
      ...filesOf('2026-09')
        .filter((file) => /公安厅|受灾|医疗/.test(file))
        .map((file) => command('ingest', file, '--now', '2026-09-30')),
      command('cycle', '--now', '2026-09-30'),
      command('cycle', '--now', '2026-10-15', '--json'),
      command('cycle', '--no-wait', '--now', '2026-09-30'),
    ];
    const ended = await Promise.all(runs);
    expect(ended.slice(0, -1).map(({ code }) => code)).toEqual(ended.slice(0, -1).map(() => 0));
    expect([0, 75]).toContain(ended.at(-1)!.code);
    await settles('select 1 from touched_households');
    // Looked at and judged in one statement: a server may begin its next turn between two.
    await settles(`select 1 from cycles where status = 'running'
      union all select 1 where (select count(*) from cycles) < 4`);
    const wrong = await look(`select * from (
        select id, status, started_at, lag(id) over turns as before,
          lag(coalesce(finished_at, 'infinity')) over turns as before_ended
        from cycles window turns as (order by id)) turn
      where status not in ('done', 'running') or started_at < before_ended`);
    expect(wrong).toEqual([]);
  });

  it('a server that was killed leaves the database to the others, and comes back', async () => {
    const before = postmaster();
    first.child.kill('SIGKILL');
    await first.ended;
    expect((await command('alerts', '--json')).out).toContain('disaster-household');
    expect(postmaster()).toBe(before);
    first = server();
    await first.says('ready');
    expect(postmaster()).toBe(before);
  });

  it('after the database was killed under it, the server started again has everything', async () => {
    const [{ count }] = (await look<{ count: number }>('select count(*)::int as count from facts')) as [
      { count: number },
    ];
    await disconnect(db);
    process.kill(postmaster(), 'SIGKILL');
    for (const running of [first, second]) {
      running.child.kill('SIGTERM');
      setTimeout(() => running.child.kill('SIGKILL'), 1000);
      await running.ended;
    }
    first = server();
    await first.says('ready');
    db = connect(await url(), { max: 1, name: 'test' });
    expect(await look('select count(*)::int as count from facts')).toEqual([{ count }]);
  });

  it('SIGTERM stops the server and its database cleanly', async () => {
    await disconnect(db);
    const pid = postmaster();
    first.child.kill('SIGTERM');
    expect((await first.ended).code).toBe(0);
    expect(isDown()).toBe(true);
    expect(() => process.kill(pid, 0)).toThrow();
  });

  it('a port that is taken is said, and no database stays behind', async () => {
    const { createServer } = await import('node:net');
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const port = String((other.address() as { port: number }).port);
    const { code, err } = await server({ PORT: port }).ended;
    other.close();
    expect(code).toBe(1);
    expect(err).toContain(`${port} is taken`);
    expect(isDown()).toBe(true);
  });
});
