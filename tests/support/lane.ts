// The road between a phone and its server, on loopback: it can lose answers, break off in the middle of what is sent, lead to a server that
// was started anew, and bring a newer version of the phone's pages. The phone sees one address all the while.
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What happens to one request on its way. */
export type Fate = 'well' | 'answer-lost' | 'broken-off';

export interface Lane {
  address: string;
  /** Leads to another server from now on. */
  leadTo(address: string): void;
  /** Decides the fate of each request of the API; `sentBytes` of a broken one arrive. Null: all goes well. */
  decide(fate: ((of: { method: string; url: string }) => Fate | Promise<Fate>) | null): void;
  /** Delivers the phone's pages as if they had been built anew. */
  bringNewVersion(): void;
  close(): Promise<void>;
}

/** Opens a road to a server. */
export async function openLane(to: string): Promise<Lane> {
  let target = new URL(to);
  let decide: ((of: { method: string; url: string }) => Fate | Promise<Fate>) | null = null;
  let isNew = false;

  const pass = async (incoming: IncomingMessage, answer: ServerResponse): Promise<void> => {
    const { method = 'GET', url = '/', headers } = incoming;
    const body = await readAll(incoming);
    const fate = url.startsWith('/api/') ? ((await decide?.({ method, url })) ?? 'well') : 'well';
    const isPages = isNew && !url.startsWith('/api/');
    const { 'if-none-match': _known, 'if-modified-since': _since, ...asked } = headers;
    const told = isPages ? { ...asked, 'accept-encoding': 'identity' } : headers;
    const onward = request(
      { host: target.hostname, port: target.port, method, path: url, headers: told },
      async (reply) => {
        if (fate === 'answer-lost') {
          reply.resume();
          reply.once('end', () => incoming.socket.destroy());
          return;
        }
        if (!isPages) {
          answer.writeHead(reply.statusCode ?? 502, reply.headers);
          reply.pipe(answer);
          return;
        }
        const content = renewed(await readAll(reply), String(reply.headers['content-type']));
        const { 'content-length': _, etag: __, 'last-modified': ___, ...kept } = reply.headers;
        answer.writeHead(reply.statusCode ?? 502, kept).end(content);
      },
    );
    onward.on('error', () => incoming.socket.destroy());
    if (fate === 'broken-off') {
      onward.write(body.subarray(0, Math.floor(body.length / 2)));
      setTimeout(() => {
        onward.destroy();
        incoming.socket.destroy();
      }, 50);
      return;
    }
    onward.end(body);
  };

  const server = createServer((incoming, answer) => void pass(incoming, answer).catch(() => incoming.socket.destroy()));
  server.on('upgrade', (_, socket) => socket.destroy()); // the phone has no live wire
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    leadTo(address) {
      target = new URL(address);
    },
    decide(fate) {
      decide = fate;
    },
    bringNewVersion() {
      isNew = true;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A version is the digest of all that was built: ten hexadecimal digits between quotation marks. */
function renewed(content: Buffer, type: string): Buffer {
  if (!/javascript|html/.test(type)) return content;
  return Buffer.from(content.toString().replace(/(["'`])[0-9a-f]{10}\1/g, '"ffffffffff"'));
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
