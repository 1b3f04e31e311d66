import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { stringify } from 'yaml';
import { FrozenClock } from '../../../src/core/clock.ts';
import { BY_BOT, BY_BOT_IN_GROUP, dedupeKey } from '../../../src/platforms/wecom/inbound-event.ts';
import { thePeople } from '../company.ts';
import { theDatabase } from '../database.ts';
import { type OnScreen, PlatformWorld, platformStory, type WorldParts } from '../platform-world.ts';
import { local } from '../time.ts';
import type { Shown } from './mock-app.ts';
import { MockWecom } from './mock-wecom.ts';

const PATIENCE_MS = 30_000;

/** Waits for what other sockets and processes do. */
export async function eventually(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (performance.now() > until) throw new Error(`it never came to this: ${what}`);
    await pause(5);
  }
}

/** Nothing acknowledges a frame: it has arrived when it is in the inbox. */
export async function heardBy(world: PlatformWorld, userId: string, msgid: string): Promise<void> {
  const { inbox } = world.genjin.stores;
  const keys = [BY_BOT, BY_BOT_IN_GROUP].map((by) => `wecom:${dedupeKey([by, userId, msgid, '0'])}`);
  const isStored = async () => (await Promise.all(keys.map((key) => inbox.get(key)))).some(Boolean);
  await eventually(`${userId}: ${msgid} is stored`, isStored);
}

/** The whole product inside a WeCom of our own, by the bot's WebSocket alone. Everybody has said hello to it. */
export class BotWorld extends PlatformWorld {
  readonly mock: MockWecom;
  private readonly list = mkdtempSync(join(tmpdir(), 'genjin-members-'));

  private constructor(parts: WorldParts, mock: MockWecom) {
    super(parts);
    this.mock = mock;
    const members = parts.people.map(({ _id: userId, name }) => ({ userId, name }));
    writeFileSync(join(this.list, 'members.yaml'), stringify({ members }));
  }

  static async open(at = '2026-11-23 10:32'): Promise<BotWorld> {
    const clock = new FrozenClock(local(at));
    const people = thePeople(clock.now()).map((person) => ({
      ...person,
      accounts: [{ platform: 'wecom', userId: person._id }],
    }));
    const members = people.map(({ _id, name }) => ({ userid: _id, name }));
    const mock = await MockWecom.start({ clock, members });
    const world = new BotWorld({ clock, people, database: await theDatabase() }, mock);
    await world.startProcess();
    for (const { userid } of members) mock.bot.knows(userid);
    await world.settle();
    return world;
  }

  screen(userId: string): OnScreen[] {
    const own = this.mock.bot.messages.filter(({ to }) => to === userId);
    return own.map(({ id, card, text, file, msgtype }: Shown) => ({
      id,
      title: card?.main_title.title,
      text: card ? JSON.stringify(card) : (text ?? msgtype),
      file,
    }));
  }

  async says(userId: string, text: string): Promise<void> {
    await this.heard(userId, this.mock.bot.says(userId, text));
  }

  async sendsFile(userId: string, name: string, bytes: Uint8Array): Promise<void> {
    await this.heard(userId, this.mock.bot.sendsFile(userId, name, bytes));
  }

  async clicks(userId: string, id: string, label: string, chosen: Record<string, string>): Promise<void> {
    await this.heard(userId, this.mock.bot.clicks(userId, id, label, chosen));
  }

  async heard(userId: string, msgid: string): Promise<void> {
    await heardBy(this, userId, msgid);
  }

  protected env(): Record<string, string> {
    return { ...this.mock.botEnv, WECOM_MEMBERS: join(this.list, 'members.yaml') };
  }

  protected async attach(): Promise<void> {
    const { bot } = this.mock;
    if (bot.isConnected) return;
    await this.settle();
    await eventually('the bot is connected', () => bot.isConnected);
  }

  protected async closeMock(): Promise<void> {
    rmSync(this.list, { recursive: true, force: true });
    await this.mock.close();
  }

  protected inspect(): void {
    expect(this.mock.bot.refusals, 'what WeCom refused').toEqual([]);
  }
}

/** A story inside WeCom by the bot alone; it fails on anything WeCom refused, too. */
export function botStory(title: string, body: (world: BotWorld) => Promise<void>): void {
  platformStory(title, () => BotWorld.open(), body);
}
