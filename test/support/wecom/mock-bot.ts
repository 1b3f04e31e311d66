import { keyOf, listsOf } from './card-clicks.ts';
import { MockBotServer, type Occasion } from './mock-bot-server.ts';

export { BOT } from './mock-bot-server.ts';

/** The bot as its members use it. What they say and press answers the msgid of the frame it becomes. */
export class MockBot extends MockBotServer {
  says(userId: string, text: string, more: object = {}): string {
    return this.message(userId, { msgtype: 'text', text: { content: text }, ...more });
  }

  speaks(userId: string, said: string): string {
    return this.message(userId, { msgtype: 'voice', voice: { content: said } });
  }

  sendsFile(userId: string, name: string, bytes: Uint8Array): string {
    return this.message(userId, { msgtype: 'file', file: this.media.seal(this.address(), name, bytes) });
  }

  sendsPictureWith(userId: string, text: string, bytes: Uint8Array): string {
    const image = { msgtype: 'image', image: this.media.seal(this.address(), '1.png', bytes) };
    const items = [{ msgtype: 'text', text: { content: text } }, image];
    return this.message(userId, { msgtype: 'mixed', mixed: { msg_item: items } });
  }

  saysInGroup(userId: string, text: string): string {
    return this.message(userId, {
      msgtype: 'text',
      text: { content: text },
      chattype: 'group',
      chatid: 'wrG1',
    });
  }

  opens(userId: string): string {
    return this.event(userId, 'opened', { eventtype: 'enter_chat', enter_chat: {} });
  }

  clicks(userId: string, id: string, label: string, chosen: Record<string, string> = {}): string {
    const shown = this.messages.find((message) => message.id === id && message.to === userId);
    if (!shown?.card || !shown.taskId) throw new Error(`${userId} has no card ${id}`);
    const selected = listsOf(shown.card).flatMap(({ question, options, preset }) => {
      const wanted = chosen[question];
      const option = wanted ? options.find((o) => o.text === wanted || o.id === wanted)?.id : preset;
      if (wanted && !option) throw new Error(`no option ${wanted} in ${JSON.stringify(options)}`);
      return option ? [{ question_key: question, option_ids: { option_id: [option] } }] : [];
    });
    const template_card_event = {
      card_type: shown.card.card_type,
      event_key: keyOf(shown.card, label),
      task_id: shown.taskId,
      ...(selected.length ? { selected_items: { selected_item: selected } } : {}),
    };
    return this.event(
      userId,
      'click',
      { eventtype: 'template_card_event', template_card_event },
      shown.taskId,
    );
  }

  /** Any event there may be. */
  event(userId: string, what: Occasion['what'], event: object, taskId?: string): string {
    return this.push('aibot_event_callback', userId, what, { msgtype: 'event', event }, taskId);
  }

  private message(
    userId: string,
    body: { msgtype: string; chattype?: string; [more: string]: unknown },
  ): string {
    // In a group nobody has written to the bot alone.
    if (body.chattype !== 'group') this.spoke.add(userId);
    return this.push('aibot_msg_callback', userId, 'message', body);
  }
}
