import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from 'mongoose';
import { expect, it } from 'vitest';
import { compose, type Genjin } from '../../src/compose.ts';
import { readConfig } from '../../src/config/env.ts';
import type { FrozenClock } from '../../src/core/clock.ts';
import { createLogger } from '../../src/core/logger.ts';
import { openDatabase } from '../../src/stores/database.ts';
import { type PlaybookWords, ROOT, type thePeople, writePlaybook } from './company.ts';
import type { TestDatabase } from './database.ts';
import { lengthOf } from './time.ts';

const API_KEY = 'key-of-the-platform-stories';
const ERROR = 50;
const WARNING = 40;
/** Whole days pass in a story. */
const SLOW_MS = 180_000;

export interface Process {
  genjin: Genjin;
  url: string;
  stop(): Promise<void>;
}

/** What a mock shows a member. */
export interface OnScreen {
  id: string;
  /** A card's headline. */
  title: string | undefined;
  /** A plain message, or everything on the card. */
  text: string;
  file: { name: string; bytes: Uint8Array } | undefined;
}

export interface WorldParts {
  clock: FrozenClock;
  database: TestDatabase;
  people: ReturnType<typeof thePeople>;
  /** What the story's playbook says differently. */
  rules?: ((words: PlaybookWords) => void) | undefined;
  /** Further settings. */
  settings?: Record<string, string> | undefined;
}

/**
 * The whole product inside a mock of a chat platform. Nothing ticks; the clock stands still until it is moved.
 * A platform's own world says how its mock is talked to and read.
 */
export abstract class PlatformWorld {
  readonly clock: FrozenClock;
  readonly log: { level: number; msg: string }[] = [];
  mayLogErrors = false;
  processes: Process[] = [];
  protected readonly people: WorldParts['people'];
  private readonly database: TestDatabase;
  private readonly folder = mkdtempSync(join(tmpdir(), 'genjin-platform-'));
  private readonly playbook: string;
  private readonly settings: Record<string, string>;
  private readonly seen = new Set<string>();

  protected constructor({ clock, database, people, rules, settings = {} }: WorldParts) {
    this.clock = clock;
    this.database = database;
    this.people = people;
    this.settings = settings;
    this.playbook = writePlaybook(join(this.folder, 'playbook'), 'medical-devices', rules);
  }

  /** The settings that connect the product to the mock. */
  protected abstract env(): Record<string, string>;
  /** A process has started: callbacks go there from now on. */
  protected abstract attach(started: Process): Promise<void>;
  protected abstract closeMock(): Promise<void>;
  /** What the platform itself has to complain about. */
  protected abstract inspect(): void;
  abstract screen(userId: string): OnScreen[];
  abstract says(userId: string, text: string): Promise<void>;
  abstract sendsFile(userId: string, name: string, bytes: Uint8Array): Promise<void>;
  abstract clicks(userId: string, id: string, label: string, chosen: Record<string, string>): Promise<void>;

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
      PLAYBOOK: this.playbook,
      API_KEYS: API_KEY,
      PUBLIC_URL: 'https://genjin.example',
      ...this.env(),
      ...this.settings,
    });
    const log = createLogger('info', (line) => this.log.push(JSON.parse(line)));
    const connection = await openDatabase(this.database.uri);
    const { clock, people } = this;
    const genjin = await compose({ config, connection, log, root: ROOT, clock, people });
    const server = createServer(genjin.app.callback());
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const started = { genjin, url, stop: () => stop(server, genjin, connection) };
    this.processes.push(started);
    await this.attach(started);
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
      await genjin.beat();
      await genjin.ingress.idle();
      await genjin.engine.settle();
    }
  }

  /** `2h`, `3d`. */
  async advance(length: string): Promise<void> {
    const to = new Date(this.clock.now().getTime() + lengthOf(length));
    await this.genjin.engine.advanceTo(this.clock, to);
    await this.genjin.beat();
  }

  fresh(userId: string): OnScreen[] {
    return this.screen(userId).filter((shown) => !this.seen.has(shown.id));
  }

  take(shown: OnScreen): void {
    this.seen.add(shown.id);
  }

  concludes(): void {
    this.inspect();
    if (this.mayLogErrors) return;
    const errors = this.log.filter((line) => line.level >= ERROR);
    expect(errors, 'errors in the log').toEqual([]);
  }

  async close(): Promise<void> {
    try {
      for (const running of this.processes) await running.stop();
      await this.closeMock();
    } finally {
      await this.database.empty();
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** One member's phone. */
export class Phone {
  private readonly world: PlatformWorld;
  readonly userId: string;

  constructor(world: PlatformWorld, userId: string) {
    this.world = world;
    this.userId = userId;
  }

  async says(text: string): Promise<void> {
    await this.world.says(this.userId, text);
    await this.world.settle();
  }

  async sendsFile(name: string, bytes: Uint8Array): Promise<void> {
    await this.world.sendsFile(this.userId, name, bytes);
    await this.world.settle();
  }

  /** The oldest card not met yet whose title has this in it. */
  async receives(title: string): Promise<PhoneCard> {
    const found = await this.find(`card ${title}`, (shown) => shown.title?.includes(title) ?? false);
    return new PhoneCard(this.world, this.userId, found.id);
  }

  /** The oldest text message not met yet with this in it. */
  async hears(saying: string): Promise<string> {
    const fits = (shown: OnScreen) => shown.title === undefined && !shown.file && shown.text.includes(saying);
    return (await this.find(`text ${saying}`, fits)).text;
  }

  async receivesFile(name: string | RegExp): Promise<Uint8Array> {
    const found = await this.find(`file ${name}`, (shown) => Boolean(shown.file?.name.match(name)));
    return found.file?.bytes ?? new Uint8Array();
  }

  async receivesNothing(): Promise<void> {
    await this.world.settle();
    expect(this.world.fresh(this.userId).map(brief)).toEqual([]);
  }

  private async find(what: string, fits: (shown: OnScreen) => boolean): Promise<OnScreen> {
    await this.world.settle();
    const fresh = this.world.fresh(this.userId);
    const found = fresh.find(fits);
    if (!found) {
      const warnings = this.world.log
        .filter(({ level }) => level >= WARNING)
        .map((line) => JSON.stringify(line));
      throw new Error(`no ${what}, but:\n${[...fresh.map(brief), ...warnings].join('\n') || 'nothing'}`);
    }
    this.world.take(found);
    return found;
  }
}

/** A card on a phone; it shows what it shows now. */
export class PhoneCard {
  private readonly world: PlatformWorld;
  private readonly userId: string;
  readonly id: string;

  constructor(world: PlatformWorld, userId: string, id: string) {
    this.world = world;
    this.userId = userId;
    this.id = id;
  }

  /** Everything on it, as one text. */
  get text(): string {
    return this.world.screen(this.userId).find((shown) => shown.id === this.id)?.text ?? '';
  }

  async clicks(label: string, chosen: Record<string, string> = {}): Promise<void> {
    await this.world.clicks(this.userId, this.id, label, chosen);
    await this.world.settle();
  }

  async nowShows(saying: string): Promise<void> {
    await this.world.settle();
    expect(this.text).toContain(saying);
  }
}

function brief({ title, text, file }: OnScreen): string {
  return title === undefined ? (file?.name ?? text) : `[${title}]`;
}

async function stop(server: Server, genjin: Genjin, connection: Connection): Promise<void> {
  server.close();
  await genjin.stop();
  server.closeAllConnections();
  await connection.close();
}

/** A test that reads like a story. It fails on an error in the log and on what the platform complains about. */
export function platformStory<W extends PlatformWorld>(
  title: string,
  open: () => Promise<W>,
  body: (world: W) => Promise<void>,
): void {
  it(
    title,
    async () => {
      const world = await open();
      try {
        await body(world);
        world.concludes();
      } finally {
        await world.close();
      }
    },
    SLOW_MS,
  );
}
