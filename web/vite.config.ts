// Builds the browser half into web/dist. Target: the old WebViews in which coordinators' phones open the field pages.
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { build, defineConfig, type LogLevel, type Plugin, parseSync } from 'vite';
import { packed } from './field/build/packed.ts';

const SERVER = 'http://127.0.0.1:8080';

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
  let logLevel: LogLevel = 'warn';
  return {
    name: 'phone-pages',
    apply: 'build',
    configResolved: (config) => {
      outDir = config.build.outDir;
      if (config.logLevel === 'error') logLevel = 'error';
    },
    closeBundle: async () => {
      const configFile = fileURLToPath(new URL('field/vite.config.ts', import.meta.url));
      await build({ configFile, build: { outDir }, logLevel });
    },
  };
}
