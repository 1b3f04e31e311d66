import { EventEmitter } from 'node:events';
import type { SimulatorStore } from '../../stores/simulator.ts';
import {
  type Announcement,
  type Capabilities,
  type Delivery,
  type GroupSender,
  SendError,
  type Sender,
} from '../platform.ts';

/** The simulated chat: what is sent is written down, shown on the page and pushed to whoever is looking. */
export class SimulatorSender implements Sender {
  readonly name = 'simulator';
  readonly capabilities: Capabilities = {
    editsCards: true,
    idempotentSend: true,
    limits: { perPersonMinute: 30, perPersonHour: 1_000 },
  };
  /** Emits `message` with `{ userId, messageId }`. */
  readonly changes = new EventEmitter<{ message: [{ userId: string; messageId: string }] }>();
  private readonly store: SimulatorStore;
  readonly groups: GroupSender = {
    limits: this.capabilities.limits,
    knows: () => false,
    gathers: true,
    announce: (announcement) => this.announce(announcement),
  };
  private seq = 0;

  constructor(store: SimulatorStore) {
    this.store = store;
    this.changes.setMaxListeners(0);
  }

  /** Goes on counting where the last process stopped. */
  async start(): Promise<void> {
    this.seq = await this.store.lastSeq();
  }

  nextSeq(): number {
    return ++this.seq;
  }

  async send({ key, userId, card, text, at }: Delivery): Promise<string> {
    const seq = this.nextSeq();
    const message = {
      _id: key,
      seq,
      firstSeq: seq,
      userId,
      at,
      sentAt: at,
      kind: card.kind,
      text,
      mine: false,
      card,
    };
    await this.store.add({ ...message, file: card.file });
    this.changes.emit('message', { userId, messageId: key });
    return key;
  }

  /** A group is what all its members see on their phones. */
  private async announce({ key, gathering, card, text, at }: Announcement): Promise<void> {
    const { title = '', members = [] } = gathering ?? {};
    const inGroup = `群「${title}」`;
    for (const userId of members) {
      const shown = { ...card, title: `${inGroup}${card.title}` };
      await this.send({ key: `${key}>${userId}`, userId, card: shown, text: `${inGroup}${text}`, at });
    }
  }

  async edit(providerId: string, { userId, card, text, at }: Delivery): Promise<boolean> {
    const edited = await this.store.edit(providerId, {
      seq: this.nextSeq(),
      at,
      text,
      card,
    });
    if (!edited) throw new SendError(`No message ${providerId}`, true);
    this.changes.emit('message', { userId, messageId: providerId });
    return true;
  }
}
