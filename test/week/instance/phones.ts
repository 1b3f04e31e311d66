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
  /** Called with each message that is new. */
  onNew: (message: Message) => void = () => {};

  constructor(http: Http) {
    this.http = http;
  }

  /** Reads one phone. @returns what is new on it, oldest first */
  async read(userId: string): Promise<Message[]> {
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
