import type { WecomBotSettings } from '../../../config/wecom-env.ts';
import { longTexts } from '../cards/card-store.ts';
import { BotConnection, type BotConnectionDeps } from './connection.ts';
import { BotConversation, type ConversationDeps } from './conversation.ts';
import { downloadFromBot, isBotFile } from './download.ts';
import { BotSender, type BotSenderDeps } from './sender.ts';

export interface BotDeps
  extends Pick<BotConnectionDeps, 'leases' | 'owner' | 'clock' | 'log'>,
    Pick<ConversationDeps, 'ingress' | 'store'>,
    Pick<BotSenderDeps, 'files'> {
  config: WecomBotSettings;
}

/** The bot over its WebSocket: no public address, one connection for all processes. */
export function connectBot(deps: BotDeps) {
  const connection = new BotConnection({
    ...deps,
    ...deps.config,
    onFrame: (frame) => void conversation.receive(frame),
  });
  const conversation = new BotConversation({ ...deps, connection, cards: longTexts(deps.store) });
  return {
    sender: new BotSender({ ...deps, connection, conversation }),
    isHere: () => connection.isHere,
    holds: isBotFile,
    download: downloadFromBot,
    check: () => connection.problem,
    beat: async () => {
      await connection.beat();
      // Not waited for: half-dead connections answer late, and the engine has other things to do.
      void conversation.beat();
    },
    stop: () => connection.stop(),
  };
}
