// Builds the browser half into web/dist. Target: the old WebViews in which coordinators' phones open the field pages.
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const SERVER = 'http://127.0.0.1:8080';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'chrome80',
    assetsInlineLimit: 0, // the content security policy allows no data: fonts or scripts
    reportCompressedSize: true,
  },
  server: {
    proxy: { '/api': { target: SERVER, ws: true } },
  },
});
