// A process that does nothing but send requests and time their answers: a LoadJob comes in as JSON, a LoadRun goes out.
import { text } from 'node:stream/consumers';
import autocannon from 'autocannon';
import type { LoadJob, LoadRun } from './load.ts';

const job = JSON.parse(await text(process.stdin)) as LoadJob;
const run: LoadRun = { milliseconds: [], seconds: 0, failed: 0, bytes: 0 };
let next = 0;

const headers = { cookie: job.cookie, 'accept-encoding': 'gzip, br', 'content-type': 'application/json' };
const setupRequest = (request: object) => {
  const { method = 'GET', path, version, body } = job.requests[next++ % job.requests.length]!;
  return {
    ...request,
    ...{ method, path, headers: { ...headers, ...(version !== undefined && { 'if-match': `"v${version}"` }) } },
    ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
  };
};
// Counted ahead: autocannon prepares a request on each connection before it asks whether any is left.
const amount = job.requests.length - 2 * job.connections;
// A run that saw no answer within its seconds says nothing: it goes on until there is one on each connection.
for (const extent of [job.once ? { amount } : { duration: job.seconds }, { amount: job.connections }]) {
  if (run.milliseconds.length > 0) break;
  const cannon = autocannon({
    ...{ url: job.url, connections: job.connections, timeout: 60, requests: [{ setupRequest }] },
    ...extent,
  });
  cannon.on('response', (_client, status, bytes, milliseconds) => {
    run.milliseconds.push(milliseconds);
    run.bytes += bytes;
    if (status >= 300 && status !== 304) {
      run.failed += 1;
      if (run.failed === 1) console.error(`answered ${status}`);
    }
  });
  const result = await cannon;
  run.seconds = result.duration;
  run.failed += result.errors + result.timeouts;
}
console.log(JSON.stringify(run));
