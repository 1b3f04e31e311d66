import { sentence } from '../../src/services/messages.ts';
import type { Handler } from '../context.ts';

const NO_WORDS = '没有看到文字。请打字，或发照片、PDF、表格；发「帮助」看看能做什么。';

/** Whatever nobody else wanted. Stored, and left at that; who sent something is answered. */
export const unhandled: Handler = {
  name: 'unhandled',
  recognises: () => true,
  async run({ event, log }) {
    log.info({ kind: event.kind }, 'event without a handler');
    const isSent =
      event.kind === 'message' || (event.kind === 'lifecycle' && event.payload.what === 'unreadable');
    return isSent ? [sentence(NO_WORDS)] : [];
  },
};
