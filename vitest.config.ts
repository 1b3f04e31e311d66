import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** They kill processes, start programs and browsers, or measure memory: each gets a process of its own. */
const ISOLATED = ['test/{crash,week,browser,cli,embedded-mongo}/**/*.test.ts'];

/**
 * The long files come first: begun last, one of them would run on alone, with nothing left to do for the other
 * worker. After them come the files that share a process, together, for only neighbours can.
 */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId, project }: TestSpecification) =>
      /\/test\/(crash|week)\//.test(moduleId) ? 0 : project.name === 'isolated' ? 1 : 2;
    return [0, 1, 2].flatMap((wanted) => sorted.filter((file) => rank(file) === wanted));
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    // Processes, not threads: the embedded database and the browser bring threads and sockets of their own.
    pool: 'forks',
    // Each process has a database thread beside it; more at once only wait for each other on a small machine.
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // What another socket or process does: nothing is said of how fast the machine is.
    expect: { poll: { timeout: 30_000 } },
    setupFiles: ['test/support/after-each-file.ts'],
    globalSetup: ['test/support/test-run.ts'],
    projects: [
      // Loading the product costs a process several seconds, so the files of these share their two processes.
      {
        extends: true,
        test: { name: 'shared', include: ['test/**/*.test.ts'], exclude: ISOLATED, isolate: false },
      },
      { extends: true, test: { name: 'isolated', include: ISOLATED } },
    ],
  },
});
