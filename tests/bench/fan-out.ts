// How long a live hint takes to reach thousands of open browsers, and what one of them costs the server in memory. A hint is gathered
// with others for 200 ms before it goes out; that is in the figures.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';
import { connect } from '../../db/client.ts';
import { hashToken } from '../../server/access/sessions.ts';
import { announce } from '../../server/live/hints.ts';
import type { Served } from './api-server.ts';
import { percentile, round, type Spread, spread } from './figures.ts';

/** The service lets one user open this many sockets. */
const MOST_A_USER = 8;

export interface FanOutFigures {
  clients: number;
  openedSeconds: number;
  /** Milliseconds from the announcement to the browser. */
  p50: Spread;
  p99: Spread;
  last: Spread;
  missed: number;
  /** Bytes resident, more than before, by the number of clients. */
  bytesAClient: number;
  heapBytesAClient: number;
}

/** Opens `clients` sockets of coordinators all over the province and sends each of `runs` hints to all of them. */
export async function measureFanOut(
  served: Served,
  { clients, runs }: { clients: number; runs: number },
): Promise<FanOutFigures> {
  const cookies = await makeSessions(served, Math.ceil(clients / MOST_A_USER));
  const before = await served.memory();
  const browsers = spawn(process.execPath, ['--import', 'tsx', 'tests/bench/fan-out-process.ts'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const flow = connect(served.urls.flow, { max: 1, name: 'bench-hints' });
  try {
    const told = answersOf(browsers);
    browsers.stdin!.write(`${JSON.stringify({ url: served.url, cookies, clients })}\n`);
    const { openedSeconds } = (await told()) as { openedSeconds: number };
    const after = await served.memory();
    const heard: { milliseconds: number[]; missed: number }[] = [];
    for (let run = 0; run < runs; run++) {
      const sent = Date.now();
      await announce(flow, [{ action: 'cycle.run', area: '22' }]);
      browsers.stdin!.write(`${sent}\n`);
      heard.push((await told()) as { milliseconds: number[]; missed: number });
    }
    const at = (share: number) =>
      spread(
        heard.map((one) => percentile(one.milliseconds, share)),
        0,
      );
    return {
      clients,
      openedSeconds: round(openedSeconds),
      ...{ p50: at(0.5), p99: at(0.99), last: at(1) },
      missed: heard.reduce((sum, one) => sum + one.missed, 0),
      bytesAClient: round((after.rss - before.rss) / clients, 0),
      heapBytesAClient: round((after.heapUsed - before.heapUsed) / clients, 0),
    };
  } finally {
    browsers.kill();
    await flow.$client.end();
  }
}

/** Sessions of so many coordinators, as signing in would leave them; two thousand passwords would be most of the run. */
async function makeSessions({ owner, now }: Served, users: number): Promise<string[]> {
  const tokens = Array.from({ length: users }, () => randomBytes(32).toString('base64url'));
  const rows = await owner.$client`insert into sessions (token_hash, user_id, created_at, last_seen_at, expires_at)
    select t.hash, u.id, ${now}::timestamptz, ${now}::timestamptz, ${now}::timestamptz + interval '12 hours'
    from (select hash, row_number() over () as n from unnest(${tokens.map(hashToken)}::text[]) as h(hash)) t
    join (select id, row_number() over (order by username) as n from users where role = 'village-coordinator') u on u.n = t.n returning 1`;
  if (rows.length < users) throw new Error(`${users} users are needed, there are ${rows.length}`);
  return tokens.map((token) => `shouwang=${token}`);
}

function answersOf(child: ChildProcess): () => Promise<unknown> {
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  return async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error('the browsers ended');
    return JSON.parse(value as string) as unknown;
  };
}
