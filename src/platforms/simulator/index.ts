import type { Platform } from '../platform.ts';
import { simulatorLogin } from './login.ts';
import { type SimulatorDeps, simulatorRoutes } from './routes.ts';

/** The simulator: a chat platform on this machine, with a page that shows everybody's phone. */
export function createSimulator(deps: SimulatorDeps): Platform {
  const { login, router } = simulatorLogin(deps);
  return {
    name: 'simulator',
    sender: deps.sender,
    login,
    router: simulatorRoutes(deps, router),
    prepare: () => deps.sender.start(),
    check: async () => null,
  };
}
