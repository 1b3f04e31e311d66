import type { Handler } from '../context.ts';

/**
 * The platform says that somebody has left or changed. The directory is the truth: an account removed there hands its
 * leads on; one that has only dropped out of sight does not.
 */
export const memberChanged: Handler = {
  name: 'member-changed',
  recognises: ({ event }) =>
    event.kind === 'lifecycle' && ['joined', 'changed', 'left'].includes(event.payload.what),
  async run({ event, services }) {
    const renamed = event.kind === 'lifecycle' ? event.payload.detail.newUserId : undefined;
    if (renamed) await services.people.renameAccount(event.platform, event.userId, renamed);
    await services.directorySync.want(event.platform);
    return [];
  },
};
