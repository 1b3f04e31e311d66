import { userInfo } from 'node:os';
import { type Config, readConfig } from '../config/env.ts';
import { type Clock, systemClock } from '../core/clock.ts';
import { randomId } from '../core/ids.ts';
import { createLogger, type Logger } from '../core/logger.ts';
import { SimulatorClock } from '../platforms/simulator/clock.ts';
import { Playbooks } from '../services/playbooks.ts';
import { openStorage, openStorageBeside, type Storage } from '../storage.ts';
import { createStores, type Stores } from '../stores/stores.ts';
import type { Terminal } from './terminal.ts';

/** What every command is given. */
export interface CliContext {
  /** The settings, as `npm start` would see them. */
  env: Record<string, string | undefined>;
  /** The project's folder: where the demo's files are. */
  root: string;
  terminal: Terminal;
  /** Aborted when the person presses Ctrl+C: finish the step under way and stop. */
  signal: AbortSignal;
}

/** A command: does its work and answers the process's exit code. Throws `GenjinError` for what the person can mend. */
export type Run<Options = object> = (context: CliContext, options: Options) => Promise<number>;

/** The database opened for one command, as the bot would open it. */
export interface Workspace {
  config: Config;
  storage: Storage;
  stores: Stores;
  playbooks: Playbooks;
  /** The demo's clock goes on where the demo left it; else the machine's. */
  clock: Clock;
}

/**
 * Opens the configured database, hands it to `work` and closes it again, whatever happens. The bot may be running, on
 * the embedded database too.
 * @param options `alone`: not beside another process that has the embedded database
 * @throws GenjinError `config`, or `unavailable` when no server answers
 */
export async function withWorkspace<T>(
  context: CliContext,
  work: (workspace: Workspace) => Promise<T>,
  { alone = false }: { alone?: boolean } = {},
): Promise<T> {
  const config = readConfig(context.env);
  const storage = await (alone ? openStorage : openStorageBeside)(config, cliLogger(context));
  try {
    const stores = createStores(storage.connection, config.dataDir, randomId);
    const simulated = config.simulator && new SimulatorClock(stores.settings, config.simulator.now);
    await simulated?.recall();
    const clock = simulated ?? systemClock;
    return await work({
      config,
      storage,
      stores,
      clock,
      playbooks: new Playbooks(stores.playbooks, stores.leads, clock),
    });
  } finally {
    await storage.close();
  }
}

/** Warnings and errors go to the person; the rest of the log is the bot's. */
export function cliLogger({ terminal }: CliContext): Logger {
  return createLogger('warn', (line) => terminal.err(line.trimEnd()));
}

/** Who the audit log and the playbook's history name for what is done on the command line. */
export function author(): string {
  try {
    return `cli:${userInfo().username}`;
  } catch {
    // A container may run under a user id without a name.
    return 'cli';
  }
}
