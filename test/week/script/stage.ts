import { createRandom, type Random } from '../../support/random.ts';
import type { Person } from '../company/cast.ts';
import type { Rules } from '../company/files.ts';
import type { Answer } from '../instance/http.ts';
import type { Instance } from '../instance/instance.ts';
import { type Message, Phones } from '../instance/phones.ts';
import { HOUR_MS, keyOf, MINUTE_MS, nextWorking, timeOf } from '../time/calendar.ts';
import { type Act, type LeadNow, ownerOf, type Story, type Truth } from './truth.ts';

interface Planned {
  at: number;
  n: number;
  run: () => Promise<void>;
}

/** Nearer than this, the clock's own pace does. */
const CLOSE_MS = 20_000;
const READ_EVERY_MS = 15 * MINUTE_MS;

/** Where the script is played: what is planned, who is there, what has truly happened, and the way to the instance. */
export class Stage {
  readonly instance: Instance;
  readonly phones: Phones;
  readonly people: readonly Person[];
  readonly rules: Rules;
  readonly seed: number;
  readonly truth: Truth = { stories: [], acts: [], absences: [], refused: [] };
  readonly byLead = new Map<string, Story>();
  private readonly planned: Planned[] = [];
  private count = 0;
  private events = 0;
  /** Leads somebody else seems to have now. */
  private readonly moved = new Set<Story>();
  onMoved: (story: Story) => void = () => {};

  constructor(instance: Instance, people: readonly Person[], rules: Rules, seed: number) {
    this.instance = instance;
    this.people = people;
    this.rules = rules;
    this.seed = seed;
    this.phones = new Phones(instance.http);
    this.phones.onNew = (message) => this.noticeMove(message);
  }

  /** A generator of its own for each thing that is decided, so that no answer of the product changes another fate. */
  random(...about: number[]): Random {
    return createRandom(
      about.reduce((hash, n) => Math.imul(hash ^ n, 0x01000193) >>> 0, 0x811c9dc5 ^ this.seed),
    );
  }

  plan(at: number, run: () => Promise<void>): void {
    this.count += 1;
    // Never on a whole second: a real clock is there once in a thousand times.
    const odd = Math.floor(at / 1_000) * 1_000 + 137 + ((this.count * 211) % 800);
    const planned = { at: odd, n: this.count, run };
    let [low, high] = [0, this.planned.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.planned[middle]?.at ?? 0) <= odd) low = middle + 1;
      else high = middle;
    }
    this.planned.splice(low, 0, planned);
  }

  /** Like `plan`, at a moment at which people work. */
  planAtWork(at: number, random: Random, run: () => Promise<void>): void {
    const moment = nextWorking(at, this.rules.hours);
    this.plan(moment === at ? at : moment + (1 + random.int(45)) * MINUTE_MS, run);
  }

  /** Plays everything planned until a moment, and moves the clock there. */
  async playUntil(end: number, say: (line: string) => void): Promise<void> {
    this.keepReading(end);
    let day = '';
    for (;;) {
      const next = this.planned[0];
      if (!next || next.at > end) break;
      this.planned.shift();
      if (next.at - this.instance.now() > CLOSE_MS) await this.instance.moveTo(next.at);
      if (keyOf(next.at) !== day) {
        day = keyOf(next.at);
        say(`${day}: ${this.truth.stories.length} leads, ${this.truth.acts.length} acts so far`);
      }
      await next.run();
      await this.settleMoves();
    }
    await this.instance.moveTo(end);
    await this.readEverybody();
  }

  nextEventId(): string {
    this.events += 1;
    return `week-${this.seed}-${this.events}`;
  }

  /** A typed line. @returns the answer, and whether the program was killed under it */
  async type(userId: string, text: string, id: string): Promise<{ cut: boolean; answer: Answer }> {
    const { http } = this.instance;
    const before = http.lost;
    const answer = await http.post('/simulator/messages', { userId, text, id });
    return { cut: http.lost > before || answer.status !== 200, answer };
  }

  async tap(
    userId: string,
    messageId: string,
    actionId: string,
    id: string,
    values: Record<string, string> = {},
  ): Promise<{ cut: boolean; answer: Answer }> {
    const { http } = this.instance;
    const before = http.lost;
    const answer = await http.post('/simulator/actions', { userId, messageId, actionId, values, id });
    return { cut: http.lost > before || answer.status === 202, answer };
  }

  async lead(story: Story): Promise<LeadNow | undefined> {
    const { status, body } = await this.instance.http.get(`/api/leads/${story.leadId}`);
    if (status === 200) story.last = body;
    return status === 200 ? body : undefined;
  }

  /** Whether somebody still works here and is not away. */
  isThere(userId: string): boolean {
    const now = this.instance.now();
    return !this.truth.absences.some(({ who, from, until }) => who === userId && from <= now && now < until);
  }

  add(act: Act): Act {
    this.truth.acts.push(act);
    act.story?.acts.push(act);
    return act;
  }

  async readEverybody(): Promise<void> {
    await this.phones.readChanged(this.people.map(({ id }) => id));
    await this.settleMoves();
  }

  private keepReading(end: number): void {
    const night = (moment: number) => timeOf(moment) < '07:00' || timeOf(moment) >= '23:00';
    let at = this.instance.now();
    while (at < end) {
      this.plan(at, () => this.readEverybody());
      at += night(at) ? HOUR_MS : READ_EVERY_MS;
    }
  }

  private noticeMove({ kind, userId, leads }: Message): void {
    if (kind !== 'lead-assigned') return;
    const story = leads[0] ? this.byLead.get(leads[0]) : undefined;
    if (story && ownerOf(story) !== userId) this.moved.add(story);
  }

  /** Asks the instance who has the leads that changed hands. */
  private async settleMoves(): Promise<void> {
    for (const story of this.moved) {
      this.moved.delete(story);
      await this.checkOwner(story);
    }
  }

  async checkOwner(story: Story): Promise<void> {
    const now = await this.lead(story);
    const held = story.tenures.at(-1);
    if (!now?.ownerId || held?.owner === now.ownerId) return;
    const from = Date.parse(now.assignedAt ?? '') || this.instance.now();
    if (held) held.until = from;
    story.tenures.push({ owner: now.ownerId, from });
    this.onMoved(story);
  }
}
