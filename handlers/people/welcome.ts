import { reply } from '../../src/services/messages.ts';
import type { Handler } from '../context.ts';

/** Whoever opens the chat for the first time is told what it is for, once in all. */
export const welcome: Handler = {
  name: 'welcome',
  recognises: ({ event }) => event.kind === 'lifecycle' && event.payload.what === 'opened',
  async run({ event, person, services, op }) {
    if (!(await services.people.greet(person._id, op.key))) return [];
    const links = services.pages.all(event.platform);
    const picture = services.pages.banner(event.platform);
    return [reply('welcome', {}, { links, picture })];
  },
};
