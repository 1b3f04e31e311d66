import { setTimeout as wait } from 'node:timers/promises';
import { createRandom } from '../support/random.ts';

/** Answers of a live load: milliseconds each. */
export interface LiveLoad {
  /** From sending the lead until its card stands in the owner's chat. */
  handedOver: number[];
  /** Until the API answered. */
  answered: number[];
  /** Until a typed message was answered. */
  messages: number[];
  /** Leads whose card did not come in time. */
  missing: number;
}

export interface LiveOptions {
  perMinute: number;
  messagesPerSecond: number;
  /** How long leads come in. */
  seconds: number;
  /** Leads that messages are about, beside those of this load. */
  known?: readonly OwnedLead[];
  /** Ends earlier when it turns true. */
  over?: () => boolean;
}

export interface OwnedLead {
  leadId: string;
  ownerId: string;
}

const LATE_MS = 15_000;
const CITIES = ['杭州', '宁波', '温州', '广州', '深圳', '佛山', '北京', '天津', '石家庄'];
let serial = 0;

/** A customer nobody has met. */
export function newLead() {
  const n = ++serial;
  return {
    company: `${CITIES[n % CITIES.length]}市第${n}人民医院`,
    contactName: `王${n}`,
    phone: `137${String(10_000_000 + n)}`,
    source: 'website',
    products: ['超声'],
    need: '想看超声，近期采购',
  };
}

/** Leads and messages at a steady rate with random gaps, as from many senders who do not wait for each other. */
export async function liveLoad(url: string, options: LiveOptions): Promise<LiveLoad> {
  const random = createRandom(7);
  const result: LiveLoad = { handedOver: [], answered: [], messages: [], missing: 0 };
  const chat = await listen(url);
  const owned: OwnedLead[] = [...(options.known ?? [])];
  const sent = new Map<string, number>();
  const running = new Set<Promise<void>>();
  const begun = performance.now();
  const goesOn = () => performance.now() - begun < options.seconds * 1_000 && !options.over?.();
  const track = (work: Promise<void>) => {
    running.add(work);
    void work.finally(() => running.delete(work));
  };
  chat.onMessage = (messageId) => {
    const key = /live-\d+/.exec(messageId)?.[0];
    const at = key && messageId.includes('/route/assign') ? sent.get(key) : undefined;
    if (!key || at === undefined) return;
    sent.delete(key);
    result.handedOver.push(performance.now() - at);
  };
  const lead = async () => {
    const key = `live-${++serial}`;
    const at = performance.now();
    sent.set(key, at);
    owned.push(...(await postLeads(url, key, 1)));
    result.answered.push(performance.now() - at);
  };
  const message = async () => {
    const about = owned[random.int(owned.length)];
    if (!about) return;
    const at = performance.now();
    await postMessage(url, about.ownerId, `${about.leadId} 打电话聊过，还在等院长定`);
    result.messages.push(performance.now() - at);
  };
  const pace = async (perSecond: number, act: () => Promise<void>) => {
    while (goesOn()) {
      track(act());
      await wait((-Math.log(1 - random.next()) / perSecond) * 1_000);
    }
  };
  await Promise.all([
    pace(options.perMinute / 60, lead),
    ...(options.messagesPerSecond ? [pace(options.messagesPerSecond, message)] : []),
  ]);
  await Promise.all(running);
  const end = performance.now() + LATE_MS;
  while (sent.size && performance.now() < end) await wait(20);
  chat.close();
  result.missing = sent.size;
  return result;
}

/** Takes in new leads in one request. @returns those that were given to somebody */
export async function postLeads(url: string, key: string, count: number): Promise<OwnedLead[]> {
  const response = await fetch(`${url}/api/leads`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Authorization: 'Bearer demo',
      'Idempotency-Key': key,
    },
    body: JSON.stringify(Array.from({ length: count }, newLead)),
  });
  const { results } = (await response.json()) as { results?: Partial<OwnedLead>[] };
  if (!results) throw new Error(`leads not taken in: ${response.status}`);
  return results.flatMap(({ leadId, ownerId }) => (leadId && ownerId ? [{ leadId, ownerId }] : []));
}

/** Waits until nothing waits to be sent. */
export async function quiet(url: string): Promise<void> {
  for (let i = 0; i < 600; i++) {
    const text = await (await fetch(`${url}/metrics`)).text();
    if (!/queue="outbox-(pending|sending)"\} [1-9]/.test(text)) return;
    await wait(200);
  }
}

async function postMessage(url: string, userId: string, text: string): Promise<void> {
  const response = await fetch(`${url}/simulator/messages`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ userId, text }),
  });
  await response.arrayBuffer();
}

/** What the simulated platform shows to people, the moment it does. */
async function listen(url: string): Promise<{ onMessage: (messageId: string) => void; close(): void }> {
  const abort = new AbortController();
  const stream = { onMessage: (_id: string) => {}, close: () => abort.abort() };
  const response = await fetch(`${url}/simulator/events`, { signal: abort.signal });
  const read = async () => {
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      const lines = text.split('\n');
      text = lines.pop() ?? '';
      for (const line of lines) {
        if (line.startsWith('data: ')) stream.onMessage(JSON.parse(line.slice(6)).messageId);
      }
    }
  };
  read().catch(() => {});
  return stream;
}
