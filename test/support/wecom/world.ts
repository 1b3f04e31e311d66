import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from 'mongoose';
import { expect, it } from 'vitest';
import { compose, type Genjin } from '../../../src/compose.ts';
import { readConfig } from '../../../src/config/env.ts';
import { FrozenClock } from '../../../src/core/clock.ts';
import { createLogger } from '../../../src/core/logger.ts';
import { openDatabase } from '../../../src/stores/database.ts';
import { ROOT, thePeople } from '../company.ts';
import { createDatabase, type TestDatabase } from '../database.ts';
import { lengthOf, local } from '../time.ts';
import type { Shown } from './mock-app.ts';
import { MockWecom } from './mock-wecom.ts';

const API_KEY = 'key-of-the-wecom-stories';
const PLAYBOOK = 'fixtures/playbooks/medical-devices/playbook.yaml';
const ERROR = 50;
/** Whole days pass in a story. */
const SLOW_MS = 180_000;

interface Process {
  genjin: Genjin;
  url: string;
  stop(): Promise<void>;
}

/** The whole product inside a WeCom of our own. Nothing ticks; the clock stands still until it is moved. */
export class WecomWorld {
  readonly clock: FrozenClock;
  readonly mock: MockWecom;
  readonly log: { level: number; msg: string }[] = [];
  mayLogErrors = false;
  private readonly database: TestDatabase;
  private readonly folder = mkdtempSync(join(tmpdir(), 'genjin-wecom-'));
  private readonly people: ReturnType<typeof thePeople>;
  private readonly seen = new Set<string>();
  processes: Process[] = [];

  private constructor(
    clock: FrozenClock,
    mock: MockWecom,
    database: TestDatabase,
    people: ReturnType<typeof thePeople>,
  ) {
    this.clock = clock;
    this.mock = mock;
    this.database = database;
    this.people = people;
  }

  static async open(at = '2026-11-23 10:32'): Promise<WecomWorld> {
    const clock = new FrozenClock(local(at));
    const people = thePeople(clock.now()).map((person) => ({
      ...person,
      accounts: [{ platform: 'wecom', userId: person._id }],
    }));
    const members = people.map(({ _id, name }) => ({ userid: _id, name }));
    const mock = await MockWecom.start({ clock, members });
    const world = new WecomWorld(clock, mock, await createDatabase(), people);
    await world.startProcess();
    return world;
  }

  get genjin(): Genjin {
    const [first] = this.processes;
    if (!first) throw new Error('no process is running');
    return first.genjin;
  }

  /** Another process on the same data; callbacks go to the newest. */
  async startProcess(): Promise<Process> {
    const config = readConfig({
      DATA_DIR: this.folder,
      MONGODB_URI: this.database.uri,
      PLAYBOOK: join(ROOT, PLAYBOOK),
      API_KEYS: API_KEY,
      PUBLIC_URL: 'https://genjin.example',
      ...this.mock.env,
    });
    const log = createLogger('info', (line) => this.log.push(JSON.parse(line)));
    const connection = await openDatabase(this.database.uri);
    const genjin = await compose({
      config,
      connection,
      log,
      root: ROOT,
      clock: this.clock,
      people: this.people,
    });
    const server = createServer(genjin.app.callback());
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const started = { genjin, url, stop: () => stop(server, genjin, connection) };
    this.processes.push(started);
    this.mock.callbackUrl = `${url}/wecom/callback`;
    return started;
  }

  /** One lead through the API. @returns its id */
  async lead(item: Record<string, unknown>): Promise<string> {
    const response = await fetch(`${this.processes[0]?.url}/api/leads`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${API_KEY}` },
      body: JSON.stringify({ source: 'website', ...item }),
    });
    const body = (await response.json()) as { results: { leadId: string }[] };
    const [result] = body.results;
    if (!result?.leadId) throw new Error(`not taken in: ${JSON.stringify(body)}`);
    return result.leadId;
  }

  readonly person = (name: string): Phone => {
    const person = this.people.find((candidate) => candidate.name === name);
    if (!person) throw new Error(`nobody is called ${name}`);
    return new Phone(this, person._id);
  };

  async settle(): Promise<void> {
    for (const { genjin } of this.processes) {
      await genjin.ingress.idle();
      await genjin.engine.settle();
    }
  }

  /** `2h`, `3d`. */
  async advance(length: string): Promise<void> {
    const to = new Date(this.clock.now().getTime() + lengthOf(length));
    await this.genjin.engine.advanceTo(this.clock, to);
  }

  fresh(userId: string): Shown[] {
    return this.mock.app.of(userId).filter((shown) => !this.seen.has(shown.id));
  }

  take(shown: Shown): void {
    this.seen.add(shown.id);
  }

  async concludes(): Promise<void> {
    expect(this.mock.app.dropped, 'messages WeCom dropped without a word').toEqual([]);
    if (this.mayLogErrors) return;
    expect(
      this.log.filter((line) => line.level >= ERROR),
      'errors in the log',
    ).toEqual([]);
  }

  async close(): Promise<void> {
    for (const running of this.processes) await running.stop();
    await this.mock.close();
    await this.database.drop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** One member's phone. */
export class Phone {
  private readonly world: WecomWorld;
  readonly userId: string;

  constructor(world: WecomWorld, userId: string) {
    this.world = world;
    this.userId = userId;
  }

  async says(text: string): Promise<void> {
    expect(await this.world.mock.says(this.userId, text)).toEqual([200]);
    await this.world.settle();
  }

  async sendsFile(name: string, bytes: Uint8Array): Promise<void> {
    expect(await this.world.mock.sendsFile(this.userId, name, bytes)).toEqual([200]);
    await this.world.settle();
  }

  /** The oldest card not met yet whose title has this in it. */
  async receives(title: string): Promise<PhoneCard> {
    await this.world.settle();
    const fresh = this.world.fresh(this.userId);
    const found = fresh.find((shown) => shown.card?.main_title.title.includes(title));
    if (!found) throw new Error(`no card ${title}, but:\n${fresh.map(brief).join('\n') || 'nothing'}`);
    this.world.take(found);
    return new PhoneCard(this.world, this.userId, found);
  }

  /** The oldest text message not met yet with this in it. */
  async hears(saying: string): Promise<string> {
    await this.world.settle();
    const fresh = this.world.fresh(this.userId);
    const found = fresh.find((shown) => shown.text?.includes(saying));
    if (!found) throw new Error(`not heard ${saying}, but:\n${fresh.map(brief).join('\n') || 'nothing'}`);
    this.world.take(found);
    return found.text ?? '';
  }

  async receivesFile(name: string | RegExp): Promise<Uint8Array> {
    await this.world.settle();
    const found = this.world.fresh(this.userId).find((shown) => shown.file?.name.match(name));
    if (!found?.file) throw new Error(`no file ${name}`);
    this.world.take(found);
    return found.file.bytes;
  }

  async receivesNothing(): Promise<void> {
    await this.world.settle();
    expect(this.world.fresh(this.userId).map(brief)).toEqual([]);
  }
}

/** A card on a phone; it shows what it shows now. */
export class PhoneCard {
  private readonly world: WecomWorld;
  private readonly userId: string;
  readonly shown: Shown;

  constructor(world: WecomWorld, userId: string, shown: Shown) {
    this.world = world;
    this.userId = userId;
    this.shown = shown;
  }

  /** Everything on it, as one text. */
  get text(): string {
    return JSON.stringify(this.shown.card);
  }

  async clicks(label: string, chosen: Record<string, string> = {}): Promise<void> {
    expect(await this.world.mock.clicks(this.userId, this.shown, label, chosen)).toEqual([200]);
    await this.world.settle();
  }

  async nowShows(saying: string): Promise<void> {
    await this.world.settle();
    expect(this.text).toContain(saying);
  }
}

function brief(shown: Shown): string {
  return shown.card ? `[${shown.card.main_title.title}]` : (shown.text ?? shown.file?.name ?? shown.msgtype);
}

async function stop(server: Server, genjin: Genjin, connection: Connection): Promise<void> {
  server.close();
  await genjin.stop();
  server.closeAllConnections();
  await connection.close();
}

/** A test that reads like a story. It fails on an error in the log and on any message WeCom dropped. */
export function wecomStory(title: string, body: (world: WecomWorld) => Promise<void>, at?: string): void {
  it(
    title,
    async () => {
      const world = await WecomWorld.open(at);
      try {
        await body(world);
        await world.concludes();
      } finally {
        await world.close();
      }
    },
    SLOW_MS,
  );
}
