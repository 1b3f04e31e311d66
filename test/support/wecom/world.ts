import { expect } from 'vitest';
import { FrozenClock } from '../../../src/core/clock.ts';
import { thePeople } from '../company.ts';
import { theDatabase } from '../database.ts';
import {
  type OnScreen,
  PlatformWorld,
  type Process,
  platformStory,
  type WorldParts,
} from '../platform-world.ts';
import { local } from '../time.ts';
import type { Shown } from './mock-app.ts';
import { MockWecom } from './mock-wecom.ts';

export interface WecomSetup extends Pick<WorldParts, 'rules' | 'settings'> {
  /** When the story begins, in Shanghai. */
  at?: string;
  /** The bot beside the app. */
  withBot?: boolean;
}

/** The whole product inside a WeCom of our own. */
export class WecomWorld extends PlatformWorld {
  readonly mock: MockWecom;

  private readonly withBot: boolean;

  private constructor({ withBot = false, ...parts }: WorldParts & WecomSetup, mock: MockWecom) {
    super(parts);
    this.mock = mock;
    this.withBot = withBot;
  }

  static async open({ at = '2026-11-23 10:32', ...setup }: WecomSetup = {}): Promise<WecomWorld> {
    const clock = new FrozenClock(local(at));
    const people = thePeople(clock.now()).map((person) => ({
      ...person,
      accounts: [{ platform: 'wecom', userId: person._id }],
    }));
    const members = people.map(({ _id, name }) => ({ userid: _id, name }));
    const mock = await MockWecom.start({ clock, members });
    const world = new WecomWorld({ ...setup, clock, people, database: await theDatabase() }, mock);
    await world.startProcess();
    return world;
  }

  screen(userId: string): OnScreen[] {
    return this.mock.app.of(userId).map(({ id, card, text, file, page, articles, msgtype }) => ({
      id,
      title: card?.main_title.title,
      text: text ?? JSON.stringify(card ?? page ?? articles ?? msgtype),
      file,
    }));
  }

  async says(userId: string, text: string): Promise<void> {
    expect(await this.mock.says(userId, text)).toEqual([200]);
  }

  async sendsFile(userId: string, name: string, bytes: Uint8Array): Promise<void> {
    expect(await this.mock.sendsFile(userId, name, bytes)).toEqual([200]);
  }

  async clicks(userId: string, id: string, label: string, chosen: Record<string, string>): Promise<void> {
    expect(await this.mock.clicks(userId, this.shown(userId, id), label, chosen)).toEqual([200]);
  }

  /** The message as the mock has it. */
  shown(userId: string, id: string): Shown {
    const shown = this.mock.app.of(userId).find((message) => message.id === id);
    if (!shown) throw new Error(`${userId} has no message ${id}`);
    return shown;
  }

  protected env(): Record<string, string> {
    return { ...this.mock.env, ...(this.withBot && this.mock.botEnv) };
  }

  protected async attach({ url }: Process): Promise<void> {
    this.mock.callbackUrl = `${url}/wecom/callback`;
  }

  protected closeMock(): Promise<void> {
    return this.mock.close();
  }

  protected inspect(): void {
    expect(this.mock.app.dropped, 'messages WeCom dropped without a word').toEqual([]);
  }
}

/** A story inside WeCom; it fails on any message WeCom dropped, too. */
export function wecomStory(
  title: string,
  body: (world: WecomWorld) => Promise<void>,
  setup?: WecomSetup,
): void {
  platformStory(title, () => WecomWorld.open(setup), body);
}
