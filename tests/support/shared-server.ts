// One served rehearsal of the samples for all walks that can share it, started when the first of them asks and stopped with the run.
// Who shares it leaves no trace that another would trip over: works on a household of its own, and changes no account of the cast.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inject } from 'vitest';
import { type RunningServer, runCommand, startServer } from './server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where a test file asks for the shared server. */
    sharedServer: string;
  }
}

/** For the run's global setup: waits to be asked, and costs nothing if nobody does. */
export async function offerServer(): Promise<{ address: string; stop(): Promise<void> }> {
  let started: Promise<RunningServer> | undefined;
  const door = createServer((_request, answer) => {
    started ??= startServer();
    started.then(
      ({ address, password, folder }) => answer.end(JSON.stringify({ address, password, folder })),
      (error: Error) => answer.writeHead(500).end(error.message),
    );
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  const stop = async () => {
    door.close();
    await (await started?.catch(() => undefined))?.stop();
  };
  return { address: `http://127.0.0.1:${(door.address() as AddressInfo).port}`, stop };
}

export type SharedServer = Pick<RunningServer, 'address' | 'password' | 'folder' | 'command'>;

/** The shared server, as a test file sees it; the first to ask waits for its start. */
export async function sharedServer(): Promise<SharedServer> {
  const answer = await fetch(inject('sharedServer'));
  if (!answer.ok) throw new Error(await answer.text());
  const of = (await answer.json()) as Omit<SharedServer, 'command'>;
  return { ...of, command: (...args) => runCommand(of.folder, ...args) };
}
