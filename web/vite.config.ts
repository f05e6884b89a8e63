// Builds the browser half into web/dist. Target: the old WebViews in which coordinators' phones open the field pages.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { build, defineConfig, type Plugin, parseSync } from 'vite';

const SERVER = 'http://127.0.0.1:8080';

/** Below this, a header's worth of bytes, nothing is gained. */
const LEAST = 1024;

/** Lays a .br and a .gz beside each text: packed once and well, instead of quickly at every request. */
function packed(): Plugin {
  return {
    name: 'packed',
    apply: 'build',
    writeBundle: async ({ dir = '' }) => {
      const assets = readdirSync(join(dir, 'assets')).map((name) => join(dir, 'assets', name));
      await Promise.all(
        assets.map(async (path) => {
          const text = readFileSync(path);
          if (!/\.(js|css|svg)$/.test(path) || text.length < LEAST) return;
          writeFileSync(`${path}.br`, await promisify(brotliCompress)(text));
          writeFileSync(`${path}.gz`, await promisify(gzip)(text, { level: 9 }));
        }),
      );
    },
  };
}

/**
 * The server's models bring their schemas along, and those the schema library, 26 KB of gzip, where a page wants one list of names of them.
 * Each value that a call makes is marked as made without side effects, so that what no page uses is left out.
 */
function onlyUsedSchemas(): Plugin {
  return {
    name: 'only-used-schemas',
    enforce: 'pre',
    apply: 'build',
    transform(code, id) {
      if (!/\/server\/.*\/(model|names|page)\.ts$/.test(id)) return null;
      let marked = code;
      for (const statement of parseSync(id, code, { lang: 'ts' }).program.body.toReversed()) {
        const made = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
        if (made?.type !== 'VariableDeclaration') continue;
        for (const { init } of made.declarations.toReversed())
          if (init?.type === 'CallExpression' || init?.type === 'ObjectExpression')
            marked = `${marked.slice(0, init.start)}/* @__PURE__ */ (() => (${marked.slice(init.start, init.end)}))()${marked.slice(init.end)}`;
      }
      return { code: marked, map: null };
    },
  };
}

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [onlyUsedSchemas(), react(), phonePages(), packed()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'chrome80',
    assetsInlineLimit: 0, // the content security policy allows no data: fonts or scripts
    reportCompressedSize: false,
  },
  server: {
    // Not web/api, whose modules have an ending.
    proxy: { '^/(api/(?!.*\\.tsx?(\\?|$))|healthz$)': { target: SERVER, ws: true } },
  },
});

/** The phone's pages are built into the same folder, by a configuration of their own. */
function phonePages(): Plugin {
  let outDir = 'dist';
  return {
    name: 'phone-pages',
    apply: 'build',
    configResolved: (config) => {
      outDir = config.build.outDir;
    },
    closeBundle: async () => {
      const configFile = fileURLToPath(new URL('field/vite.config.ts', import.meta.url));
      await build({ configFile, build: { outDir }, logLevel: 'warn' });
    },
  };
}
