import type { Http } from './http.ts';

/** A message as a person first saw it. */
export interface Message {
  id: string;
  userId: string;
  /** ms */
  sentAt: number;
  kind: string;
  text: string;
  /** Numbers of the leads it speaks of. */
  leads: string[];
  mine: boolean;
}

export interface CardNow {
  kind: string;
  title: string;
  facts: { name: string; value: string }[];
  buttons: { id: string; label: string; command: string; disabled?: string }[];
  selects?: { id: string; options: { id: string; label: string }[] }[];
}

/** Everybody's phone, read again and again: what came, when, and what the cards look like now. */
export class Phones {
  private readonly http: Http;
  private readonly last = new Map<string, string>();
  readonly messages = new Map<string, Message>();
  readonly cards = new Map<string, CardNow>();
  /** Whose phone shows something new. */
  private readonly dirty = new Set<string>();
  private listening: AbortController | undefined;
  /** The instance tells of changes from now on; `isKnown`: and everybody was read since it does. */
  private isOpen = false;
  private isKnown = false;
  /** Called with each message that is new. */
  onNew: (message: Message) => void = () => {};

  constructor(http: Http) {
    this.http = http;
  }

  /** Reads the phones on which something happened since they were last read; all of them when that is not known. */
  async readChanged(everybody: readonly string[]): Promise<void> {
    if (!this.listening) this.listen();
    const who = this.isKnown ? everybody.filter((id) => this.dirty.has(id)) : everybody;
    this.isKnown = this.isOpen;
    for (const userId of who) await this.read(userId);
  }

  /** Hears of changes until the connection breaks, as it does when the program is killed. */
  private listen(): void {
    const stop = new AbortController();
    this.listening = stop;
    const over = () => {
      this.listening = undefined;
      this.isOpen = false;
      this.isKnown = false;
    };
    const open = () => {
      this.isOpen = true;
    };
    this.http
      .events('/simulator/events', {
        signal: stop.signal,
        open,
        each: ({ userId }) => this.dirty.add(userId),
      })
      .then(over, over);
  }

  close(): void {
    this.listening?.abort();
  }

  /** Reads one phone. @returns what is new on it, oldest first */
  async read(userId: string): Promise<Message[]> {
    this.dirty.delete(userId);
    const after = encodeURIComponent(this.last.get(userId) ?? '');
    const { status, body } = await this.http.get(`/simulator/users/${userId}/messages?after=${after}`);
    if (status !== 200) return [];
    const fresh: Message[] = [];
    for (const one of body.messages) {
      this.last.set(userId, one.id);
      if (one.card) this.cards.set(one.id, one.card);
      if (this.messages.has(one.id)) continue;
      const buttons = (one.card?.buttons ?? []).map((button: { command: string }) => button.command);
      const message: Message = {
        id: one.id,
        userId,
        sentAt: Date.parse(one.sentAt ?? one.at),
        kind: one.kind,
        text: one.text,
        leads: [...new Set(`${one.text} ${buttons.join(' ')}`.match(/(?<![A-Z0-9])L\d{4,}/gi) ?? [])],
        mine: one.mine === true,
      };
      this.messages.set(one.id, message);
      fresh.push(message);
    }
    for (const message of fresh) this.onNew(message);
    return fresh;
  }

  of(userId: string): Message[] {
    return [...this.messages.values()].filter((message) => message.userId === userId);
  }
}
