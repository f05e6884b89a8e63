import { afterAll, beforeAll, expect, it } from 'vitest';
import { browse, signIn, startApp, type TestApp } from '../support/app.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let service: TestApp;
beforeAll(async () => {
  database = await openDatabase();
  service = await startApp(database);
});
afterAll(async () => {
  await service?.close();
  await database?.close();
});

it('a member of the cast signs in and learns who they are', async () => {
  const longjing = await signIn(service.app, 'longjing');
  const me = (await longjing.get('/api/session')).json();
  expect(me).toMatchObject({ username: 'longjing', role: 'county-dispatcher', areas: [{ code: '222405', name: '龙井市' }] });
  console.log(me);
  console.log((await browse(service.app).get('/api/session')).body, service.log);
});
