import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Begun last, the longest file would run on alone, with nothing left to do for the other worker. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => moduleId.includes('/test/crash/');
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    sequence: { sequencer: LongestFirst },
    // Processes, not threads: the embedded database and the browser bring threads and sockets of their own.
    pool: 'forks',
    // Each test file has a database thread beside it; more at once only wait for each other on a small machine.
    maxWorkers: 2,
    testTimeout: 60_000,
    // Browsers, killed processes and, for the second run, a database under emulation share CI's machine: a test that
    // failed is tried once more there, never on a developer's.
    retry: process.env.CI ? 1 : 0,
    hookTimeout: 60_000,
  },
});
