import { setTimeout as pause } from 'node:timers/promises';

export type CardData = Record<string, string>;

/** The state of a card as the answer to a click shows it; null leaves it as it is. */
export interface Answer {
  data: CardData | null;
  /** To be told whether the answer went out. */
  sent(out: boolean): void;
}

/** Puts a new state into the answer of an open click. @returns whether the answer went out */
type Take = (data: CardData) => Promise<boolean>;

/** DingTalk gives two seconds; people notice half of that. */
export const ANSWER_WITHIN_MS = 900;
/** From the click being handled to the card's new state being built. */
const GRACE_MS = 600;

/**
 * Changes of a card while a click on it waits for its answer: the answer brings them, for DingTalk does not want the
 * card changed otherwise meanwhile, and it costs no call. What comes too late, or could not be sent, goes the
 * ordinary way.
 */
export class ClickAnswers {
  private readonly open = new Map<string, Set<Take>>();

  /** Does the work of a click; resolves with what to answer as soon as that is known, or when time is up. */
  async during(id: string, work: () => Promise<{ handled: Promise<void> }>): Promise<Answer> {
    let answer: Answer = { data: null, sent: () => {} };
    let taken: () => void = () => {};
    const given = new Promise<void>((done) => {
      taken = done;
    });
    const take = (data: CardData) =>
      new Promise<boolean>((out) => {
        const { data: before, sent } = answer;
        const tell = (ok: boolean) => {
          sent(ok);
          out(ok);
        };
        answer = { data: { ...before, ...data }, sent: tell };
        taken();
      });
    const clicks = this.open.get(id) ?? new Set<Take>();
    this.open.set(id, clicks.add(take));
    try {
      const { handled } = await work();
      const late = new AbortController();
      const timer = (ms: number) => pause(ms, undefined, { signal: late.signal }).catch(() => {});
      const settled = handled.then(() => timer(GRACE_MS));
      await Promise.race([given, settled, timer(ANSWER_WITHIN_MS)]);
      late.abort();
      return answer;
    } catch (error) {
      answer.sent(false);
      throw error;
    } finally {
      clicks.delete(take);
      if (!clicks.size) this.open.delete(id);
    }
  }

  /** Whether this process has a click on the card to answer. */
  isOpen(id: string): boolean {
    return this.open.has(id);
  }

  /** Shows a new state by the answer to a click. @returns false when no click is open, or its answer was lost */
  async give(id: string, data: CardData): Promise<boolean> {
    const clicks = [...(this.open.get(id) ?? [])];
    const out = await Promise.all(clicks.map((take) => take(data)));
    return out.length > 0 && out.every(Boolean);
  }
}
