import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // tigerbeetle-node must not be loaded in more than one thread, so files run in processes.
    pool: 'forks',
    testTimeout: 120_000,
    // A browser takes its time to start on a machine that does other things, too.
    hookTimeout: 120_000,
  },
});
