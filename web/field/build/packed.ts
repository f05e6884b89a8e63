// Packs what a build has written, once and well, instead of quickly at every request.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

/** Below this, a header's worth of bytes, nothing is gained. */
const LEAST = 1024;

/** Lays a .br and a .gz beside each text among this build's assets. */
export function packed(): Plugin {
  return {
    name: 'packed',
    apply: 'build',
    writeBundle: async ({ dir = '' }, bundle) => {
      const assets = Object.keys(bundle).filter((name) => /^assets\/.*\.(js|css|svg)$/.test(name));
      await Promise.all(
        assets.map(async (name) => {
          const path = join(dir, name);
          const text = readFileSync(path);
          if (text.length < LEAST) return;
          writeFileSync(`${path}.br`, await promisify(brotliCompress)(text));
          writeFileSync(`${path}.gz`, await promisify(gzip)(text, { level: 9 }));
        }),
      );
    },
  };
}
