// A rehearsal's life on a small province: its past, begun again after a kill, staff at work, a month that plays, and its end.
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, disconnect } from '../../db/client.ts';
import { rehearsalPassword } from '../../server/access/cast.ts';
import { findSession, hashToken, signIn } from '../../server/access/sessions.ts';
import { recordAct } from '../../server/audit/record.ts';
import { makeSealer } from '../../server/audit/seal.ts';
import { verifyAudit } from '../../server/audit/verify.ts';
import { readConfig } from '../../server/config.ts';
import { firstStart } from '../../server/first-start.ts';
import { instantAt } from '../../server/kernel/clock.ts';
import { hireHands } from '../../server/rehearsal/hands.ts';
import { LEAVER, leaveRehearsal } from '../../server/rehearsal/leave.ts';
import { playMonth, readPlay, refusePlay } from '../../server/rehearsal/play.ts';
import { writeProvince } from '../../server/rehearsal/province/province.ts';
import { readTruth } from '../../server/rehearsal/truth.ts';
import { openService, type Service } from '../../server/service.ts';

const place = mkdtempSync(join(tmpdir(), 'rehearsal-start-'));
// As root, PostgreSQL runs as somebody else, who must be able to walk in.
chmodSync(place, 0o711);
const [dataDir, folder, later] = [join(place, 'data'), join(place, 'province'), join(place, 'later')];
const config = () => readConfig({ SHOUWANG_DATA: dataDir, SHOUWANG_REHEARSAL: folder });
const open = (name = 'shouwang-server') => openService(config(), name);
let service: Service;
beforeAll(async () => {
  const making = { households: 240, months: 15, deliveries: 3, until: '2026-11', seed: 3, out: folder };
  await writeProvince(making);
  // The month that is played later is not there yet.
  mkdirSync(later);
  renameSync(join(folder, '2026-11'), join(later, '2026-11'));
  service = await open();
}, 60_000);
afterAll(async () => {
  await service?.close();
  rmSync(place, { recursive: true, force: true });
});

const countOf = async (what: ReturnType<typeof sql>) =>
  (await service.flow.execute<{ n: number }>(sql`select count(*)::int as n from ${what}`))[0]!.n;
const filesIn = (...folders: string[]) => folders.flatMap((one) => readdirSync(one)).length;

describe.sequential('a rehearsal', () => {
  it('that is killed half-way goes on at the next start, and takes no file in twice', {
    timeout: 120_000,
  }, async () => {
    const killed = (line: string) => {
      if (line.includes('2026-10')) throw new Error('killed');
    };
    await expect(firstStart(service, killed)).rejects.toThrow('killed');
    expect(await countOf(sql`batches where origin = 'delivery'`)).toBe(filesIn(join(folder, '2026-09')));
    const visits = await countOf(sql`visits`);
    expect(visits).toBeGreaterThan(0);
    expect((await firstStart(service, () => {})).kind).toBe('already-there');
    const all = filesIn(join(folder, '2026-09'), join(folder, '2026-10'));
    expect(await countOf(sql`batches where origin = 'delivery'`)).toBe(all);
    expect(await countOf(sql`visits`)).toBeGreaterThan(visits);
    // Once its past is made, a start adds nothing.
    const cycles = await countOf(sql`cycles`);
    await firstStart(service, () => {});
    expect(await countOf(sql`cycles`)).toBe(cycles);
  });

  it('wakes up on the last morning of its last delivery, each delivery handed in at its own date', async () => {
    expect(Math.abs(service.clock().getTime() - instantAt('2026-10-31', '09:00').getTime())).toBeLessThan(120_000);
    const days = await service.flow.execute<{ day: string }>(
      sql`select distinct received_at::date::text as day from batches where origin = 'delivery' order by 1`,
    );
    expect(days.map((row) => row.day)).toEqual(['2026-10-01', '2026-10-31']);
  });

  it('has staff for every county and township with families, as whom nobody can sign in', async () => {
    const bare = sql`(select distinct left(h.area_code, 9) as code from households h) t where not exists
      (select 1 from users u where u.role = 'township-officer' and u.body_key = t.code)`;
    expect(await countOf(bare)).toBe(0);
    const [staff] = await service.flow.execute<{ username: string }>(
      sql`select username from users where username like 'staff-%' limit 1`,
    );
    const password = rehearsalPassword(service.keys);
    const tried = await signIn(service.flow, { username: staff!.username, password }, service.clock());
    expect(tried.kind).toBe('wrong-credentials');
  });

  it('has work at every step, each move in the log by who made it, and warnings whose outcome is known', async () => {
    const acts = await service.flow.execute<{ action: string; strange: number }>(sql`
      select action, (count(*) filter (where actor_id is null))::int as strange from audit_entries
      where action in ('task.accept', 'visit.submit', 'task.confirm') group by 1 order by 1`);
    expect(acts.map((row) => row.action)).toEqual(['task.accept', 'task.confirm', 'visit.submit']);
    expect(acts.every((row) => row.strange === 0)).toBe(true);
    expect(await countOf(sql`audit_entries where action = 'visit.submit'`)).toBe(await countOf(sql`visits`));
    expect(await countOf(sql`tasks where state = 'closed' and closed_at > ${service.clock().toISOString()}`)).toBe(0);
    expect(await countOf(sql`outcomes where is_confirmed`)).toBeGreaterThan(0);
    expect(await countOf(sql`outcomes where not is_confirmed`)).toBeGreaterThan(0);
    expect(await countOf(sql`tasks where state = 'waiting'`)).toBeGreaterThan(0);
  });

  it('has households that nobody had been sent to, one with its photo whole, and what the last days brought told', async () => {
    const leads = await service.flow.execute<{ channel: string; state: string }>(sql`
      select l.channel, t.state from leads l join tasks t on t.id = l.task_id order by l.channel`);
    expect([...leads]).toEqual([
      { channel: '12345', state: 'waiting' },
      { channel: 'coordinator', state: 'submitted' },
    ]);
    expect(await countOf(sql`attachments where completed_at is not null`)).toBe(1);
    expect(await countOf(sql`messages where state not in ('gathered', 'waiting', 'none')`)).toBe(0);
    expect(await countOf(sql`messages`)).toBeGreaterThan(0);
  });

  it('plays a month: its clock leaps for every process, who is signed in stays so, and the log stays whole', {
    timeout: 120_000,
  }, async () => {
    renameSync(join(later, '2026-11'), join(folder, '2026-11'));
    const other = await open('shouwang-command');
    const seal = makeSealer(service.flow);
    await seal(new Date());
    const credentials = { username: 'longjing', password: rehearsalPassword(service.keys) };
    const session = await signIn(service.flow, credentials, service.clock());
    const before = await countOf(sql`batches where origin = 'delivery'`);
    const hands = hireHands(service, { seed: 3, truth: await readTruth(folder) });
    // As in a server, where the log is sealed all the while, and people act today beside what is dated on the month's days.
    const sealing = setInterval(async () => {
      const act = { at: service.clock(), actor: 'system' as const, action: 'task.read' };
      await recordAct(service.flow, { ...act, subjectKind: 'task-list', subjectId: 'all' });
      await seal(new Date());
    }, 20);
    await playMonth(service, hands, { month: '2026-11', folder: join(folder, '2026-11') });
    clearInterval(sealing);
    const morning = instantAt('2026-11-30', '09:00').getTime();
    for (const one of [service, other]) expect(Math.abs(one.clock().getTime() - morning)).toBeLessThan(60_000);
    await other.close();
    expect(await countOf(sql`batches where origin = 'delivery'`)).toBe(before + filesIn(join(folder, '2026-11')));
    const token = session.kind === 'signed-in' ? session.token : '';
    expect(await findSession(service.flow, hashToken(token), service.clock())).toBeDefined();
    await seal(new Date());
    expect(await verifyAudit(service.flow)).toMatchObject({ ok: true });
  });

  it('of a folder does not play by itself, and the words for it are read', async () => {
    expect(await refusePlay(service)).toContain('Only a generated province plays');
    expect([readPlay([]), readPlay(['--play']), readPlay(['--play=30s']), readPlay(['--play=2m'])]).toEqual([
      ...[undefined, 60_000, 30_000, 120_000],
    ]);
    expect(() => readPlay(['--play=fast'])).toThrow('not understood');
  });

  it('is not left while somebody else is connected', async () => {
    const leaver = await open(LEAVER);
    await expect(leaveRehearsal(leaver)).rejects.toThrow(/stop it first/);
    expect(await countOf(sql`persons`)).toBeGreaterThan(0);
    await leaver.close();
  });

  it('is left with nothing but the divisions, and its kept files are gone', async () => {
    for (const kept of ['inbox', 'rehearsal']) {
      mkdirSync(join(dataDir, kept), { recursive: true });
      writeFileSync(join(dataDir, kept, 'file'), '');
    }
    const areas = await countOf(sql`areas`);
    // Its database stops with the last who leaves; the next who comes starts it again.
    await service.close();
    const leaver = await open(LEAVER);
    await leaveRehearsal(leaver);
    await leaver.close();
    expect(['inbox', 'rehearsal'].filter((kept) => existsSync(join(dataDir, kept)))).toEqual([]);
    service = await open();
    for (const table of ['persons', 'facts', 'users', 'sessions', 'batches', 'tasks', 'visits'])
      expect(await countOf(sql.raw(table))).toBe(0);
    expect(await countOf(sql`areas`)).toBe(areas);
    const log = await service.flow.execute<{ action: string }>(sql`select action from audit_entries`);
    expect(log.map((entry) => entry.action)).toEqual(['rehearsal.leave']);
  });

  it('that was left is none any more: the next start is for real, though a rehearsal is asked for', async () => {
    expect(service.config.rehearse).toBe(true);
    expect(await firstStart(service, () => {})).toMatchObject({ kind: 'administrator', username: 'administrator' });
    expect(service.isRehearsal).toBe(false);
    expect(await countOf(sql`batches`)).toBe(0);
    expect(await refusePlay(service)).toContain('this is real work');
    const leaver = connect(service.urls.owner, { max: 1, name: 'shouwang-test' });
    await expect(leaveRehearsal(service)).rejects.toThrow(/no rehearsal/);
    await disconnect(leaver);
  });
});
