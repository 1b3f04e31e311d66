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
import { MockDingtalk, type MockOptions } from './mock-dingtalk.ts';
import type { Shown } from './mock-robot.ts';

export interface WorldOptions
  extends Pick<MockOptions, 'monthly' | 'template' | 'mode'>,
    Pick<WorldParts, 'rules'> {
  at?: string;
  /** Settings besides those that connect it. */
  env?: Record<string, string>;
  /** Another platform at the same time: its settings, and who has no account there, of the same id. */
  beside?: { platform: 'wecom'; env: Record<string, string>; without?: string };
  clock?: FrozenClock;
}

/** The whole product inside a DingTalk of our own, connected by Stream. */
export class DingtalkWorld extends PlatformWorld {
  readonly mock: MockDingtalk;

  private readonly more: Record<string, string>;

  private constructor(parts: WorldParts, mock: MockDingtalk, more: Record<string, string>) {
    super(parts);
    this.mock = mock;
    this.more = more;
  }

  static async open({
    at = '2026-11-23 10:32',
    beside,
    rules,
    env = {},
    clock = new FrozenClock(local(at)),
    ...options
  }: WorldOptions = {}): Promise<DingtalkWorld> {
    const people = thePeople(clock.now()).map((person) => ({
      ...person,
      accounts: ['dingtalk', ...(beside && beside.without !== person._id ? [beside.platform] : [])].map(
        (platform) => ({ platform, userId: person._id }),
      ),
    }));
    const members = people.map(({ _id: userId, name }) => ({ userId, name }));
    const mock = await MockDingtalk.start({ clock, members, ...options });
    const parts = { clock, people, rules, database: await theDatabase() };
    const world = new DingtalkWorld(parts, mock, { ...beside?.env, ...env });
    await world.startProcess();
    return world;
  }

  screen(userId: string): OnScreen[] {
    return this.mock.robot.of(userId).map(onScreen);
  }

  says(userId: string, text: string): Promise<void> {
    return this.mock.says(userId, text);
  }

  sendsFile(userId: string, name: string, bytes: Uint8Array): Promise<void> {
    return this.mock.sendsFile(userId, name, bytes);
  }

  /** What is chosen is tapped itself: without a template each choice is a link. */
  clicks(userId: string, id: string, label: string, chosen: Record<string, string>): Promise<void> {
    const [choice] = Object.values(chosen);
    return this.mock.clicks(userId, id, choice ?? label);
  }

  protected env(): Record<string, string> {
    return { ...this.mock.env, ...this.more };
  }

  protected async attach({ genjin, url }: Process): Promise<void> {
    this.mock.push.callbackBase = url;
    const before = this.mock.gateway.sockets.length;
    await genjin.connect();
    if (this.processes.length > 1 || this.mock.push.mode === 'http') return;
    await expect.poll(() => this.mock.gateway.sockets.length).toBeGreaterThan(before);
  }

  protected closeMock(): Promise<void> {
    return this.mock.close();
  }

  protected inspect(): void {
    expect([...this.mock.gateway.complaints, ...this.mock.cards.complaints]).toEqual([]);
  }
}

function onScreen({ id, msgKey, param, file }: Shown): OnScreen {
  const text = msgKey === 'card' ? JSON.stringify(param) : (param.content ?? param.text ?? '');
  // With a template everything is a card; what has nothing to tap is read as a text.
  const isText = msgKey === 'sampleText' || file !== undefined || param.buttons === '[]';
  return { id, title: isText ? undefined : param.title, text, file };
}

/** A story inside DingTalk; it fails on anything the protocol does not allow, too. */
export function dingtalkStory(
  title: string,
  body: (world: DingtalkWorld) => Promise<void>,
  options: WorldOptions = {},
): void {
  platformStory(title, () => DingtalkWorld.open(options), body);
}
