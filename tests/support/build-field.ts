// Builds the phone's pages into a folder as `npm run build` does: in a process of its own, since vitest's own is no production.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../server/config.ts';

export function buildField(outDir: string): void {
  const vite = join(PROJECT_ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
  const given = [vite, 'build', '--config', 'web/field/vite.config.ts', '--outDir', outDir, '--logLevel', 'error'];
  execFileSync(process.execPath, given, { cwd: PROJECT_ROOT, env: { ...process.env, NODE_ENV: 'production' } });
}
