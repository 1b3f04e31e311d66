import { sentence } from '../../src/services/messages.ts';
import type { Handler } from '../context.ts';

/** Whatever nobody else wanted: locations, links. Stored, and left at that; a person is answered. */
export const unhandled: Handler = {
  name: 'unhandled',
  recognises: () => true,
  async run({ event, log }) {
    log.info({ kind: event.kind }, 'event without a handler');
    return event.kind === 'message' ? [sentence('没有看到文字。发「帮助」看看能做什么。')] : [];
  },
};
