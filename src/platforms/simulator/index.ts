import type { Platform } from '../platform.ts';
import { type SimulatorDeps, simulatorRoutes } from './routes.ts';

/** The simulator: a chat platform on this machine, with a page that shows everybody's phone. */
export function createSimulator(deps: SimulatorDeps): Platform {
  return {
    name: 'simulator',
    sender: deps.sender,
    router: simulatorRoutes(deps),
    prepare: () => deps.sender.start(),
    check: async () => null,
  };
}
