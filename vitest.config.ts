import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Processes, not threads: the embedded database and the browser bring threads and sockets of their own.
    pool: 'forks',
    // Each test file has a database thread beside it; more at once only wait for each other on a small machine.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
