// The built pages: found, cached as they may be, and under a policy that runs no inline script.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Browser, browse, startApp, type TestApp } from '../support/app.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';

const webRoot = mkdtempSync(join(tmpdir(), 'shouwang-pages-'));
let database: TestDatabase;
let service: TestApp;
let stranger: Browser;
beforeAll(async () => {
  mkdirSync(join(webRoot, 'assets'));
  writeFileSync(join(webRoot, 'index.html'), '<!doctype html><title>守望</title>');
  writeFileSync(join(webRoot, 'assets/main-abc123.js'), `export const big = '${'守望'.repeat(2000)}';`);
  writeFileSync(join(webRoot, 'sw.js'), 'self.skipWaiting();');
  mkdirSync(join(webRoot, 'field'));
  writeFileSync(join(webRoot, 'field/index.html'), '<!doctype html><title>手机</title>');
  writeFileSync(join(webRoot, 'field/sw.js'), 'self.skipWaiting();');
  database = await openDatabase();
  service = await startApp(database, { webRoot });
  stranger = browse(service.app);
});
afterAll(async () => {
  await service?.close();
  await database?.close();
  rmSync(webRoot, { recursive: true, force: true });
});
const html = { headers: { accept: 'text/html,application/xhtml+xml' } };

it('index.html answers its own address and every address of the page’s router, and is asked for anew each time', async () => {
  for (const url of ['/', '/desk/map', '/fields', '/apiary']) {
    const answer = await stranger.get(url, html);
    expect([answer.statusCode, answer.headers['cache-control']], url).toEqual([200, 'no-cache']);
    expect(answer.body).toContain('守望');
  }
});

it('the phone’s page answers every address below its own, but the training cards, which are the desk’s', async () => {
  const titleOf = async (url: string) => /<title>(.*)</.exec((await stranger.get(url, html)).body)?.[1];
  for (const url of ['/field/', '/field/h/01a13d12', '/field/?q=training'])
    expect(await titleOf(url), url).toBe('手机');
  for (const url of ['/field/training', '/field/training?scene=x']) expect(await titleOf(url), url).toBe('守望');
  expect((await stranger.get('/field/sw.js')).headers['cache-control']).toBe('no-cache');
});

it('a missing asset or API path is a problem, not the page', async () => {
  for (const url of ['/assets/gone.js', '/api/gone', '/api', '/desk/map.json'])
    expect((await stranger.get(url, url.includes('desk') ? {} : html)).json(), url).toMatchObject({
      code: 'not-found',
    });
  expect((await stranger.send('POST', '/desk/map', html)).statusCode).toBe(404);
});

it('hashed assets are kept for a year, the service worker never', async () => {
  const asset = await stranger.get('/assets/main-abc123.js', { headers: { 'accept-encoding': 'br' } });
  expect(asset.headers).toMatchObject({
    'cache-control': 'public, max-age=31536000, immutable',
    'content-encoding': 'br',
  });
  expect((await stranger.get('/sw.js')).headers['cache-control']).toBe('no-cache');
});

it('nothing leaves the folder', async () => {
  for (const url of ['/../package.json', '/..%2fpackage.json', '/assets/..%2f..%2fpackage.json', '/.env'])
    expect((await stranger.get(url)).statusCode, url).toBeGreaterThanOrEqual(400);
});

it('pages run our own scripts only and may talk to our own socket; answers of the API are not stored', async () => {
  const page = await stranger.get('/', { headers: { ...html.headers, host: 'shouwang.example' } });
  const policy = String(page.headers['content-security-policy']);
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("connect-src 'self' ws://shouwang.example wss://shouwang.example;");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('upgrade-insecure-requests');
  expect(
    (await stranger.get('/', { headers: { ...html.headers, host: 'x; script-src *' } })).headers[
      'content-security-policy'
    ],
  ).not.toContain('*');
  expect((await stranger.get('/api/session')).headers['cache-control']).toBe('no-store');
});
