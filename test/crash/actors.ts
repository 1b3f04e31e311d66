import { setTimeout as wait } from 'node:timers/promises';
import type { Random } from '../support/random.ts';
import { get, moveClock, send } from './client.ts';
import type { LeadAsk, Ledger } from './ledger.ts';

/** What all actors of a round share. `over` turns true when the program has been killed. */
export interface Stage {
  url: string;
  ledger: Ledger;
  random: Random;
  over: boolean;
}

interface Card {
  buttons: { id: string; label: string; disabled?: string }[];
  selects?: { id: string; options: { id: string }[] }[];
}

interface Message {
  id: string;
  kind: string;
  text: string;
  card?: Card;
}

/** What a person has before them, kept over all rounds as the phone would. */
export interface Chat {
  userId: string;
  last: string;
  cards: Map<string, { card: Card; leadId: string | undefined }>;
}

const CITIES = ['杭州', '宁波', '温州', '广州', '深圳', '北京', '天津', '上海', '南京', '苏州'];
const NEEDS = ['想看超声', '要一台CT', '磁共振报价', '生化试剂', '急，下周招标', '问问维保'];
/** `#`: the lead's number, where it does not come first. */
const SAID = [
  '已报价50万 嫌贵 明天下午3点回访',
  '打电话聊过，还在等院长定，后天回访',
  '没人接',
  '上门拜访了，要技术支持',
  '发了资料 下周二上午10点回访',
  '成交了，合同签了',
  '丢单了，客户选了别家',
  '成交',
  '丢单了',
  '推进 #',
  '推进 #',
  '# 演示日期改成2026-12-01',
  '退回 # 录入有误',
  '丢单 # 价格',
  '重新打开 #',
];

let serial = 0;

/** Starts a numbering of its own for a run. */
export function startNumbers(at: number): void {
  serial = at;
}

/** A customer nobody has met: company, phone and all. */
export function newCustomer(random: Random) {
  const n = ++serial;
  return {
    company: `${random.pick(CITIES)}市第${n}人民医院`,
    contactName: `王${n}`,
    phone: `139${String(10_000_000 + n).slice(-8)}`,
    source: random.pick(['website', 'hotline', 'exhibition', 'partner']),
    need: random.pick(NEEDS),
  };
}

/** A partner's system: one lead after the other, some in batches, some of customers known already. */
export async function partner(stage: Stage): Promise<void> {
  const { ledger, random, url } = stage;
  while (!stage.over) {
    const items = Array.from({ length: random.chance(0.2) ? 3 : 1 }, () => newCustomer(random));
    const known = ledger.asks.filter((ask) => ask.kind === 'leads');
    if (known.length && random.chance(0.15)) {
      const [customer] = random.pick(known).items;
      if (customer) items.splice(0, 1, { ...newCustomer(random), ...customer, need: '又来问了' });
    }
    const ask = ledger.add<LeadAsk>({ kind: 'leads', key: `key-${++serial}`, items });
    await send(url, ask);
    if (ask.results) await wait(random.int(15));
    else if (!stage.over) await wait(5);
  }
}

/** A rep: reads, taps, types. */
export async function rep(stage: Stage, chat: Chat): Promise<void> {
  const { random, ledger, url } = stage;
  while (!stage.over) {
    try {
      await read(url, chat);
    } catch {
      await wait(5);
      continue;
    }
    const recent = [...chat.cards].slice(-12);
    if (!recent.length) {
      await wait(20);
      continue;
    }
    const [messageId, { card, leadId }] = random.pick(recent);
    const id = `e${++serial}`;
    const base = { kind: 'event', id, acknowledged: false, refused: false } as const;
    if (leadId && random.chance(0.5)) {
      const said = random.pick(SAID);
      const text = said.includes('#') ? said.replace('#', leadId) : `${leadId} ${said}`;
      await send(
        url,
        ledger.add({ ...base, path: '/simulator/messages', body: { userId: chat.userId, text } }),
      );
      continue;
    }
    const buttons = card.buttons.filter((button) => !button.disabled);
    if (!buttons.length) {
      await wait(5);
      continue;
    }
    const values = Object.fromEntries(
      (card.selects ?? []).map((select) => [select.id, random.pick(select.options).id]),
    );
    const body = { userId: chat.userId, messageId, actionId: random.pick(buttons).id, values };
    await send(url, ledger.add({ ...base, path: '/simulator/actions', body }));
  }
}

async function read(url: string, chat: Chat): Promise<void> {
  const path = `/simulator/users/${chat.userId}/messages?limit=100&after=${encodeURIComponent(chat.last)}`;
  const { messages } = await get<{ messages: Message[] }>(url + path);
  for (const { id, card, text } of messages) {
    chat.last = id;
    if (!card) continue;
    chat.cards.delete(id);
    if (card.buttons.length) chat.cards.set(id, { card, leadId: /L\d+/.exec(text)?.[0] });
  }
  for (const old of [...chat.cards.keys()].slice(0, -40)) chat.cards.delete(old);
}

/** Somebody at the simulator's clock; once in a while the next morning's report falls due. */
export async function timeKeeper(stage: Stage): Promise<void> {
  const { random, url } = stage;
  if (random.chance(0.5)) return;
  await wait(random.int(300));
  try {
    const { now } = await get<{ now: string }>(`${url}/simulator/clock`);
    const tomorrow = new Date(new Date(now).getTime() + 86_400_000).toISOString().slice(0, 10);
    const forward = random.chance(0.1)
      ? { to: `${tomorrow}T02:03:00.000Z` }
      : { advance: `PT${1 + random.int(random.chance(0.2) ? 90 : 10)}M` };
    await moveClock(url, forward);
  } catch {
    // Killed while time passed.
  }
}

/** Marketing sends a list; some rows are of one customer, some cannot be read. */
export function importList(stage: Stage, rows: number): void {
  const { random, ledger } = stage;
  const customers = Array.from({ length: rows }, () => newCustomer(random));
  const lines = customers.map((c) => `${c.company},${c.contactName},${c.phone},${c.need}`);
  const id = `f${++serial}`;
  ledger.add({
    kind: 'file',
    id,
    userId: 'zhou-xin',
    name: `名单${serial}.csv`,
    text: ['客户名称,联系人,电话,需求', ...lines].join('\n'),
    phones: customers.map((c) => c.phone),
    acknowledged: false,
  });
}
