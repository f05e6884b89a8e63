// Builds the phone's pages beside the desk's, as a bundle of their own: what the desk needs must not weigh on a poor network.
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { packed } from './build/packed.ts';
import { fieldApp } from './build/pwa.ts';
import { growingType } from './build/type-in-rem.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('..'),
  publicDir: false,
  // The pages are written for React, and on the phone Preact runs them: 33 kB up to the sign-in instead of 94.
  resolve: {
    alias: [
      { find: /^react(-dom)?$/, replacement: 'preact/compat' },
      { find: /^react-dom\/client$/, replacement: 'preact/compat/client' },
      { find: /^react\/jsx-(dev-)?runtime$/, replacement: 'preact/jsx-runtime' },
    ],
  },
  plugins: [growingType(), react(), fieldApp(here('./worker.ts')), packed()],
  build: {
    outDir: 'dist',
    emptyOutDir: false, // the desk's pages stand there already
    target: 'chrome80', // the oldest WebView that coordinators' phones have
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: here('./index.html'),
      output: {
        // What the entrance needs in one file, and what the list needs in another: pages that come later share much of both.
        codeSplitting: {
          groups: [
            { name: 'first', test: /web\/field\/main\.tsx$/, priority: 2 },
            { name: 'app', test: /web\/field\/app\.tsx$/, priority: 1 },
          ],
        },
        entryFileNames: 'assets/field-[hash].js',
        chunkFileNames: 'assets/field-[name]-[hash].js',
        assetFileNames: 'assets/field-[hash][extname]',
      },
    },
  },
});
