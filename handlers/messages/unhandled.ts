import type { Handler } from '../context.ts';

/** Whatever nobody else wanted: people opening the chat, locations, empty lines. Stored, and left at that. */
export const unhandled: Handler = {
  name: 'unhandled',
  recognises: () => true,
  async run({ event, log }) {
    log.info({ kind: event.kind }, 'event without a handler');
    return [];
  },
};
