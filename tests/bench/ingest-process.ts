// A process that does nothing but take one file in, as the command line does, and says what it took: file, instant.
import { readFileSync } from 'node:fs';
import { readConfig } from '../../server/config.ts';
import { handIn } from '../../server/hand-in.ts';
import { openService } from '../../server/service.ts';

const [path, now] = process.argv.slice(2) as [string, string];
const service = await openService(readConfig(), 'shouwang-bench');
const opened = peak();
const from = performance.now();
await handIn(service, path, { now: new Date(now) });
console.log(JSON.stringify({ seconds: (performance.now() - from) / 1000, opened, peak: peak() }));
await service.close();

/** Bytes resident at most. Linux counts a child's `maxRSS` from its parent's, so its own high-water mark comes first. */
function peak(): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))![1]) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}
