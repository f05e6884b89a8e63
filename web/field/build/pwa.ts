// What makes the built pages an app: manifest, icons, and the worker with the list of the files it fetches beforehand.
import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';
import { drawIcon } from './icons.ts';

const WORKER = 'field/sw.js';
const ICONS = { 'field/icon-192.png': drawIcon(192), 'field/icon-512.png': drawIcon(512) };
const MANIFEST = {
  ...{ id: '/field/', start_url: '/field/', scope: '/field/', display: 'standalone', lang: 'zh-CN' },
  ...{ name: '守望', short_name: '守望', description: '协理员的手机：要去的户、入户登记，有没有信号都能用。' },
  ...{ theme_color: '#0b3b36', background_color: '#f2f4f1' },
  icons: [192, 512].flatMap((size) =>
    (['any', 'maskable'] as const).map((purpose) => ({
      ...{ src: `/field/icon-${size}.png`, sizes: `${size}x${size}`, type: 'image/png', purpose },
    })),
  ),
};

/** The worker is bundled by itself; the names of the files and the version, which is their digest, are put in at the end. */
export function fieldApp(workerSource: string): Plugin {
  return {
    name: 'field-app',
    buildStart() {
      this.emitFile({ type: 'chunk', id: workerSource, fileName: WORKER });
    },
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const source = (of: { type: string; code?: string; source?: string | Uint8Array }) =>
          of.code ?? of.source ?? '';
        const built = Object.values(bundle).filter(
          (file) => file.fileName !== WORKER && !file.fileName.endsWith('.map'),
        );
        const digest = createHash('sha256');
        for (const file of built.sort((a, b) => (a.fileName < b.fileName ? -1 : 1)))
          digest.update(file.fileName).update(source(file));
        const version = digest.digest('hex').slice(0, 10);
        for (const [fileName, icon] of Object.entries(ICONS)) this.emitFile({ type: 'asset', fileName, source: icon });
        const manifest = JSON.stringify(MANIFEST);
        this.emitFile({ type: 'asset', fileName: 'field/manifest.webmanifest', source: manifest });
        // For the desk, which tells whose phone is a version behind.
        this.emitFile({ type: 'asset', fileName: 'field/version.txt', source: version });
        const files = built.map((file) => (file.fileName === 'field/index.html' ? '/field/' : `/${file.fileName}`));
        const all = [...files, '/field/manifest.webmanifest', '/field/icon-192.png', '/favicon.svg', '/theme.js'];
        const worker = bundle[WORKER];
        if (worker?.type !== 'chunk') throw new Error('The worker was not built.');
        worker.code = worker.code
          .replace(/__FILES__/g, JSON.stringify(all))
          .replace(/__VERSION__/g, JSON.stringify(version));
        const page = bundle['field/index.html'];
        if (page?.type !== 'asset') throw new Error('The page was not built.');
        page.source = String(page.source).replace('__VERSION__', version);
      },
    },
  };
}
