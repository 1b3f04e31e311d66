import { expect } from 'vitest';
import type {
  SimulatorCard,
  SimulatorMessage,
  SimulatorUser,
} from '../../src/platforms/simulator/page/contract.ts';
import { type Answer, type Ask, json, ok } from './client.ts';

type Wording = string | RegExp;

/** Which of a person's messages is meant. */
export interface About {
  /** The lead it is about. */
  about?: { id: string } | string;
  /** What its plain-text form says. */
  saying?: Wording | Wording[];
}

/** The simulated chats of everybody, as their phones show them. */
export class Chats {
  private readonly ask: Ask;
  /** Lets everything happen that is waiting to. */
  readonly settle: () => Promise<void>;
  private readonly users = new Map<string, SimulatorUser>();
  private readonly expected = new Set<string>();

  constructor(ask: Ask, settle: () => Promise<void>) {
    this.ask = ask;
    this.settle = settle;
  }

  /** Learns who there is. People who leave later are still known by name. */
  async meetEverybody(): Promise<void> {
    const { body } = await ok(this.ask('/simulator/users'));
    for (const user of body.users as SimulatorUser[]) this.users.set(user.name, user);
  }

  person(name: string, role?: RegExp): ChatPerson {
    const user = this.users.get(name);
    if (!user) throw new Error(`nobody is called ${name}`);
    if (role) expect(user.role, `the role of ${name}`).toMatch(role);
    return new ChatPerson(this, user);
  }

  /** All that has been sent to a person, oldest first; empty for who has left. */
  async messagesOf(userId: string): Promise<SimulatorMessage[]> {
    const { status, body } = await this.ask(`/simulator/users/${userId}/messages?limit=1000`);
    return status === 404 ? [] : (body.messages as SimulatorMessage[]).filter((message) => !message.mine);
  }

  async unexpectedOf(userId: string): Promise<SimulatorMessage[]> {
    return (await this.messagesOf(userId)).filter((message) => !this.expected.has(message.id));
  }

  /** Every card and text with these words, whoever got it, in full. */
  async saying(words: string): Promise<string[]> {
    const all = await Promise.all([...this.users.values()].map(({ id }) => this.messagesOf(id)));
    return all.flat().flatMap((message) => {
      const said = JSON.stringify(message.card ?? message.text ?? '');
      return said.includes(words) ? [said] : [];
    });
  }

  /** What nobody has asked for yet, of anybody but those named. */
  async unexpected(but: readonly string[] = []): Promise<string[]> {
    const found: string[] = [];
    for (const user of this.users.values()) {
      if (but.includes(user.name)) continue;
      for (const message of await this.unexpectedOf(user.id)) found.push(`${user.name} ← ${brief(message)}`);
    }
    return found;
  }

  take(message: SimulatorMessage): void {
    this.expected.add(message.id);
  }

  post(path: string, body: unknown): Promise<Answer> {
    return this.ask(path, json(body));
  }

  upload(userId: string, name: string, bytes: Uint8Array): Promise<Answer> {
    const form = new FormData();
    form.append('userId', userId);
    form.append('file', new Blob([new Uint8Array(bytes)]), name);
    return this.ask('/simulator/files', { method: 'POST', body: form });
  }
}

/** One person with a phone. */
export class ChatPerson {
  private readonly chats: Chats;
  readonly id: string;
  readonly name: string;

  constructor(chats: Chats, { id, name }: SimulatorUser) {
    this.chats = chats;
    this.id = id;
    this.name = name;
  }

  async says(text: string, id?: string): Promise<Answer> {
    return ok(this.chats.post('/simulator/messages', { userId: this.id, text, ...(id ? { id } : {}) }));
  }

  async sendsFile(name: string, bytes: Uint8Array): Promise<Answer> {
    return ok(this.chats.upload(this.id, name, bytes));
  }

  /** The oldest message of this kind that no expectation has met yet. */
  async receives(kind: string, which: About = {}): Promise<ChatCard> {
    await this.chats.settle();
    const fresh = await this.chats.unexpectedOf(this.id);
    const message = fresh.find((candidate) => candidate.kind === kind && fits(candidate, which));
    if (!message) {
      const wanted = [kind, idOf(which.about), ...wordings(which.saying).map(String)]
        .filter(Boolean)
        .join(' ');
      throw new Error(
        `${this.name} did not receive ${wanted}, but:\n${fresh.map(brief).join('\n') || 'nothing'}`,
      );
    }
    this.chats.take(message);
    return new ChatCard(this.chats, this, message);
  }

  /** A plain sentence of the bot. */
  async hears(...saying: Wording[]): Promise<ChatCard> {
    return this.receives('text', { saying });
  }

  async receivesNothing(): Promise<void> {
    await this.chats.settle();
    expect((await this.chats.unexpectedOf(this.id)).map(brief), `what ${this.name} received`).toEqual([]);
  }

  /** Kinds of what has come and no expectation has met, in order. */
  async unread(): Promise<string[]> {
    await this.chats.settle();
    const fresh = await this.chats.unexpectedOf(this.id);
    for (const message of fresh) this.chats.take(message);
    return fresh.map(({ kind }) => kind);
  }

  /** How many messages of this kind there are, met by an expectation or not. */
  async count(kind: string, which: About = {}): Promise<number> {
    return (await this.messages(kind, which)).length;
  }

  async messages(kind: string, which: About = {}): Promise<SimulatorMessage[]> {
    await this.chats.settle();
    return (await this.chats.messagesOf(this.id)).filter((m) => m.kind === kind && fits(m, which));
  }
}

/** A message as it was received; its buttons can be pressed as long as somebody has it before them. */
export class ChatCard {
  private readonly chats: Chats;
  private readonly owner: ChatPerson;
  private readonly received: SimulatorMessage;
  private readonly values: Record<string, string> = {};

  constructor(chats: Chats, owner: ChatPerson, received: SimulatorMessage) {
    this.chats = chats;
    this.owner = owner;
    this.received = received;
  }

  get id(): string {
    return this.received.id;
  }

  /** The plain-text form it came with. */
  get text(): string {
    return this.received.text;
  }

  get card(): SimulatorCard {
    if (!this.received.card) throw new Error(`${brief(this.received)} is no card`);
    return this.received.card;
  }

  get file(): { name: string; url: string } {
    if (!this.received.file) throw new Error(`${brief(this.received)} brings no file`);
    return this.received.file;
  }

  /** The value of a fact, as it came. */
  fact(name: string): string | undefined {
    return this.card.facts.find((fact) => fact.name === name)?.value;
  }

  /** Picks an option by its label (or the beginning of it) for the next tap. */
  chooses(select: string, option: string): this {
    const offered = this.card.selects?.find((s) => s.id === select)?.options ?? [];
    const chosen = offered.find((o) => o.label === option || o.id === option || o.label.startsWith(option));
    if (!chosen) throw new Error(`${option} is not offered: ${offered.map((o) => o.label).join('、')}`);
    this.values[select] = chosen.id;
    return this;
  }

  async click(button: string): Promise<Answer> {
    return ok(this.tryClick(button));
  }

  /** A tap whatever comes of it: on the card as it came, which may have changed meanwhile. */
  async tryClick(button: string, values: Record<string, string> = this.values): Promise<Answer> {
    const known = [...this.card.buttons, ...((await this.now()).card?.buttons ?? [])];
    const id = known.find((b) => b.label === button || b.id === button)?.id ?? button;
    const tap = { userId: this.owner.id, messageId: this.id, actionId: id, values };
    return this.chats.post('/simulator/actions', tap);
  }

  /** The line the button stands for. */
  command(button: string): string {
    const found = this.card.buttons.find((b) => b.label === button);
    if (!found) throw new Error(`no button ${button}: ${this.card.buttons.map((b) => b.label).join('、')}`);
    return found.command;
  }

  /** It says this now, edited in place. */
  async nowShows(...saying: Wording[]): Promise<void> {
    await this.chats.settle();
    const { text } = await this.now();
    for (const wording of saying) expect(text, 'the card now').toMatch(asPattern(wording));
  }

  async nowOffers(...labels: string[]): Promise<void> {
    await this.chats.settle();
    expect((await this.now()).card?.buttons.map((b) => b.label)).toEqual(labels);
  }

  async now(): Promise<SimulatorMessage> {
    const found = (await this.chats.messagesOf(this.owner.id)).find((message) => message.id === this.id);
    return found ?? this.received;
  }
}

function fits(message: SimulatorMessage, { about, saying }: About): boolean {
  const id = idOf(about);
  return (
    (!id || new RegExp(`${id}(?!\\d)`).test(JSON.stringify(message))) &&
    wordings(saying).every((wording) => asPattern(wording).test(message.text))
  );
}

function idOf(about: About['about']): string | undefined {
  return typeof about === 'string' ? about : about?.id;
}

function wordings(saying: About['saying']): Wording[] {
  return saying === undefined ? [] : Array.isArray(saying) ? saying : [saying];
}

function asPattern(wording: Wording): RegExp {
  return wording instanceof RegExp ? wording : new RegExp(wording.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
}

function brief({ kind, text }: SimulatorMessage): string {
  return `[${kind}] ${text.split('\n').slice(0, 2).join(' / ').slice(0, 160)}`;
}
