import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCli } from './cli/program.ts';
import { createTerminal } from './cli/terminal.ts';
import { withDotEnv } from './environment.ts';

/** The command line's process, started by bin/genjin.js. */
const STOP_WITHIN_MS = 5_000;

const stopped = new AbortController();
const stop = () => {
  stopped.abort();
  setTimeout(() => process.exit(130), STOP_WITHIN_MS).unref();
};
// Once: a second Ctrl+C ends the process at once.
process.once('SIGINT', stop);
process.once('SIGTERM', stop);

process.exitCode = await runCli(process.argv.slice(2), {
  env: withDotEnv(process.env, process.cwd()),
  root: dirname(dirname(fileURLToPath(import.meta.url))),
  terminal: createTerminal(process.stdout, process.stderr),
  signal: stopped.signal,
});
