import { defineConfig } from 'vitest/config';
import LongestFirst from './tests/support/longest-first.ts';

// One PostgreSQL for the run (tests/support/global.ts), one database a test file.
export default defineConfig({
  test: {
    include: ['tests/**/*.test.{ts,tsx}'],
    globalSetup: ['tests/support/global.ts'],
    pool: 'forks',
    // One more than the cores: files wait for browsers, processes and the database. On two cores 805 s instead of 880 with two.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    fileParallelism: true,
    // A look again and again has as long as a browser's own wait: one second is nothing on a machine that is busy.
    expect: { poll: { timeout: 15_000 } },
    testTimeout: 90_000,
    hookTimeout: 120_000,
    teardownTimeout: 20_000,
  },
});
