import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { FrozenClock } from '../../src/core/clock.ts';
import type { Person } from '../../src/domain/people/person.ts';
import type {
  AuditEntry,
  LeadCandidate,
  LeadDetail,
  LeadItem,
  LeadResult,
  Mail,
} from '../../src/platforms/simulator/page/contract.ts';
import { type ChatPerson, Chats } from './chat.ts';
import { type Answer, type Ask, createClient, json, ok } from './client.ts';
import { type PlaybookWords, thePeople, writePlaybook } from './company.ts';
import { type TestDatabase, theDatabase } from './database.ts';
import { type LogLine, type Product, startProduct } from './product.ts';
import { buildRoad, type Road } from './proxy.ts';
import { lengthOf, local } from './time.ts';

export interface Setup {
  /** When the story begins, in Shanghai. A Monday morning after the daily report, unless it says otherwise. */
  at?: string;
  /** `demo`: with the demo's customers and leads. Else people who have nothing to do yet. */
  company?: 'people' | 'demo';
  /** One of fixtures/playbooks. */
  playbook?: string;
  /** What the story's playbook says differently. */
  rules?: (words: PlaybookWords) => void;
  /** What is different about the demo's people. */
  people?: (people: Person[]) => void;
  /** The way to the database can be closed: `world.road`. */
  withRoad?: boolean;
  /** For stories that are long on purpose. */
  timeoutMs?: number;
  /** Further settings of the environment. */
  env?: Record<string, string>;
}

export type Posted = Partial<LeadItem> & Record<string, unknown>;

const BEGINNING = '2026-11-23 10:30';
export const KEY = 'demo';
/** Longer than the auditor waits between two looks. */
const AUDITOR_LOOKS = '11m';
const ERROR = 50;
/** Nothing waits; machines that do other things at the same time are slow. */
const TIMEOUT_MS = 120_000;

/** A story's company: the whole product behind its HTTP surface, and a clock that stands still until it is moved. */
export class World {
  private readonly setup: Setup;
  private readonly database: TestDatabase;
  private readonly folder: string;
  private readonly time: FrozenClock;
  private product: Product | undefined;
  readonly log: LogLine[] = [];
  readonly ask: Ask;
  readonly chats: Chats;
  /** The way to the database, where the story asked for one. */
  road: Road | undefined;
  /** Set by stories in which something is meant to go wrong. */
  mayLogErrors = false;

  private constructor(setup: Setup, database: TestDatabase) {
    this.setup = setup;
    this.database = database;
    this.folder = mkdtempSync(join(tmpdir(), 'genjin-story-'));
    this.time = new FrozenClock(local(setup.at ?? BEGINNING));
    this.ask = createClient(() => this.running().url);
    this.chats = new Chats(this.ask, () => this.settle());
  }

  static async open(setup: Setup): Promise<World> {
    const world = new World(setup, await theDatabase());
    if (setup.withRoad) world.road = await buildRoad(world.database.uri);
    await world.start(setup.rules);
    await world.chats.meetEverybody();
    return world;
  }

  /** A sales rep. */
  readonly rep = (name: string): ChatPerson => this.chats.person(name, /^rep$/);
  /** Somebody who leads people. */
  readonly manager = (name: string): ChatPerson =>
    this.chats.person(name, /^(team-lead|regional-manager|director)$/);
  readonly person = (name: string): ChatPerson => this.chats.person(name);

  readonly nobody = {
    /** Fails on any message no expectation has met. */
    receivesAnything: async ({ but = [] }: { but?: string[] } = {}): Promise<void> => {
      await this.settle();
      expect(await this.chats.unexpected(but), 'messages nobody expected').toEqual([]);
    },
  };

  readonly clock = {
    now: (): Date => this.time.now(),
    /** `2h`, `1h59m`, `3d`. */
    advance: async (length: string): Promise<void> =>
      this.moveTo(new Date(+this.time.now() + lengthOf(length))),
    /** `2026-11-24 10:02` in Shanghai. */
    moveTo: async (text: string): Promise<void> => this.moveTo(local(text)),
  };

  /** The API for partners, hotlines and websites. */
  readonly api = {
    post: (body: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
      this.ask('/api/leads', json(body, { Authorization: `Bearer ${KEY}`, ...headers })),
    /** One lead that must be taken in. */
    posts: async (item: Posted): Promise<LeadResult & { id: string; ownerId: string }> => {
      const { body } = await ok(this.api.post({ source: 'website', ...item }));
      const [result] = body.results as LeadResult[];
      if (!result?.leadId) throw new Error(`not taken in: ${JSON.stringify(body)}`);
      return { ...result, id: result.leadId, ownerId: result.ownerId ?? '' };
    },
    lead: async (lead: { id: string } | string): Promise<LeadDetail & Record<string, unknown>> =>
      (await ok(this.get(`/api/leads/${typeof lead === 'string' ? lead : lead.id}`))).body,
    /** The score table of its newest routing decision. */
    candidates: async (lead: { id: string }): Promise<LeadCandidate[]> =>
      (await this.api.lead(lead)).decision?.candidates ?? [],
    leads: async (query = 'limit=200'): Promise<(LeadDetail & Record<string, unknown>)[]> =>
      (await ok(this.get(`/api/leads?${query}`))).body.leads,
    get: (path: string): Promise<Answer> => this.get(path),
  };

  /** The company's public forms. */
  readonly site = {
    open: (form: string): Promise<Answer> => this.ask(`/forms/${form}`),
    /** Opens the form, fills it in and sends it. `lead` is the one that came of it, if it is a new one. */
    submits: async (
      form: string,
      answers: Record<string, string | string[]>,
      submissionId?: string,
    ): Promise<Answer & { lead: { id: string }; submissionId: string }> => {
      const page = await ok(this.site.open(form));
      const token = submissionId ?? /name="submissionId" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
      const before = new Set((await this.api.leads()).map(({ id }) => id));
      const sent = new URLSearchParams({ submissionId: token });
      for (const [name, value] of Object.entries(answers)) {
        for (const one of [value].flat()) sent.append(name, one);
      }
      const answer = await this.ask(`/forms/${form}`, { method: 'POST', body: sent });
      const created = (await this.api.leads()).find(({ id }) => !before.has(id));
      return { ...answer, lead: { id: created?.id ?? 'none' }, submissionId: token };
    },
  };

  readonly mails = async (): Promise<Mail[]> => {
    await this.settle();
    return (await ok(this.ask('/simulator/mails?limit=200'))).body.mails;
  };

  /** The audit log, newest first. */
  readonly audit = async (lead?: { id: string }): Promise<(AuditEntry & Record<string, unknown>)[]> => {
    await this.settle();
    const query = lead ? `lead=${lead.id}&limit=500` : 'limit=500';
    return (await ok(this.ask(`/simulator/audit?${query}`))).body.entries;
  };

  /** A file from a message. */
  readonly download = async (url: string): Promise<Uint8Array> => {
    const response = await fetch(`${this.running().url}${url}`);
    expect(response.status).toBe(200);
    return new Uint8Array(await response.arrayBuffer());
  };

  readonly metric = async (line: string): Promise<number> => {
    const { text } = await ok(this.ask('/metrics'));
    const found = text.split('\n').find((candidate) => candidate.startsWith(`${line} `));
    return found ? Number(found.slice(line.length)) : 0;
  };

  /** A second process beside the first, on the same data and at the same time. */
  readonly secondProcess = async () => {
    const product = await this.startAnother(undefined);
    const ask = createClient(() => product.url);
    const move = async (body: unknown) => void (await ok(ask('/simulator/clock', json(body))));
    return {
      ask,
      settle: () => move({ advance: 'PT0S' }),
      moveTo: (text: string) => move({ to: local(text).toISOString() }),
      stop: () => product.stop(),
    };
  };

  /** Stops, and starts again on the same data; `rules` publishes a new version of the playbook. */
  readonly restart = async (rules?: Setup['rules']): Promise<void> => {
    await this.stop();
    await this.start(rules);
  };

  readonly stop = async (): Promise<void> => {
    await this.product?.stop();
    this.product = undefined;
  };

  /** Time passes while nothing runs. */
  readonly sleepsUntil = async (
    text: string,
    meanwhile: () => Promise<void> = async () => {},
  ): Promise<void> => {
    await this.stop();
    this.time.moveTo(local(text));
    await meanwhile();
    await this.start();
  };

  readonly settle = async (): Promise<void> => {
    await ok(this.ask('/simulator/clock', json({ advance: 'PT0S' })));
  };

  /** What must be true of every story's end. */
  async concludes(): Promise<void> {
    if (!this.mayLogErrors) {
      expect(
        this.log.filter((line) => line.level >= ERROR),
        'errors in the log',
      ).toEqual([]);
    }
    if (!this.product) return;
    for (const lead of await this.api.leads()) {
      if (lead.status === 'won' || lead.status === 'lost') continue;
      const waits = lead.clocks.some((clock) => clock.name === 'assignment');
      expect(lead.clocks.length, `${lead.id} is open and has a clock`).toBeGreaterThan(0);
      expect(Boolean(lead.ownerId) || waits, `${lead.id} has an owner or waits for one`).toBe(true);
    }
    await this.clock.advance(AUDITOR_LOOKS);
    const { text } = await ok(this.ask('/metrics'));
    const found = text.split('\n').filter((line) => /^genjin_auditor_findings\{.*\} (?!0$)/.test(line));
    expect(
      found.length ? [...found, ...(await this.chats.saying('系统自查'))] : [],
      'what the auditor found',
    ).toEqual([]);
  }

  async close(): Promise<void> {
    await this.stop();
    await this.road?.end();
    await this.database.empty();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async start(rules?: Setup['rules']): Promise<void> {
    this.product = await this.startAnother(rules);
  }

  private startAnother(rules: Setup['rules']): Promise<Product> {
    const { company = 'people', playbook = 'medical-devices', people, env = {} } = this.setup;
    const own = this.product === undefined && (rules || !this.log.length || playbook !== 'medical-devices');
    return startProduct({
      uri: (this.road ?? this.database).uri,
      dataDir: this.folder,
      playbook: own ? writePlaybook(join(this.folder, 'playbook'), playbook, rules) : undefined,
      clock: this.time,
      people: company === 'people' ? thePeople(this.time.now(), people) : undefined,
      env,
      onLog: (line) => this.log.push(line),
    });
  }

  private running(): Product {
    if (!this.product) throw new Error('the product is not running');
    return this.product;
  }

  private get(path: string): Promise<Answer> {
    return this.ask(path, { headers: { Authorization: `Bearer ${KEY}` } });
  }

  private async moveTo(to: Date): Promise<void> {
    await ok(this.ask('/simulator/clock', json({ to: to.toISOString() })));
  }
}

type Body = (world: World) => Promise<void>;

/**
 * A test that reads like a story: it goes through HTTP only and moves the clock instead of waiting. It fails on an
 * error in the log, on what the auditor finds at the end, and on an open lead without owner or clock.
 */
export function story(title: string, ...rest: [Body] | [Setup, Body]): void {
  const [setup, body] = rest.length === 2 ? rest : [{}, rest[0]];
  it(
    title,
    async () => {
      const world = await World.open(setup);
      try {
        await body(world);
        await world.concludes();
      } catch (error) {
        // What went wrong in the story is what counts; cleaning up after it may well fail too.
        await world.close().catch(() => {});
        throw error;
      }
      await world.close();
    },
    setup.timeoutMs ?? TIMEOUT_MS,
  );
}
