import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Card } from '../../../../cards/model.ts';
import { FrozenClock } from '../../../../src/core/clock.ts';
import { eventKey, type InboundEvent } from '../../../../src/core/event.ts';
import { silentLogger } from '../../../../src/core/logger.ts';
import { BotConnection } from '../../../../src/platforms/wecom/bot/connection.ts';
import { BotConversation } from '../../../../src/platforms/wecom/bot/conversation.ts';
import { decodeFrame, readFrame } from '../../../../src/platforms/wecom/bot/frames.ts';
import { createRandom } from '../../../support/random.ts';
import { eventually } from '../../../support/wecom/bot-world.ts';
import { BOT } from '../../../support/wecom/mock-bot.ts';
import { MockWecom } from '../../../support/wecom/mock-wecom.ts';

const NOW = new Date('2026-11-23T10:32:00.437+08:00');
const frameOf = (body: object) => ({
  headers: { req_id: 'r1' },
  body: { msgid: 'm1', aibotid: 'b', chattype: 'single', from: { userid: 'Wang-Min' }, ...body },
});

function decoded(body: object) {
  const frame = readFrame(frameOf(body));
  if (!frame) throw new Error('no frame');
  return decodeFrame(frame, NOW).map(({ from, at, identity, ...rest }) => rest);
}

describe('what comes over the connection', () => {
  const file = { url: 'https://media.example/1', aeskey: 'a2V5' };
  const mediaId = JSON.stringify([file.url, file.aeskey]);
  const click = (more: object) => ({
    msgtype: 'event',
    event: {
      eventtype: 'template_card_event',
      template_card_event: { card_type: 'x', event_key: 'k', task_id: 't', ...more },
    },
  });
  const selected = { selected_item: [{ question_key: 'q', option_ids: { option_id: ['a', 'b'] } }] };
  it.each<[string, object, object[]]>([
    ['text', { msgtype: 'text', text: { content: '你好' } }, [{ kind: 'text', content: '你好' }]],
    [
      'text in a group',
      { chattype: 'group', chatid: 'g', msgtype: 'text', text: { content: '@跟进助手 帮助' } },
      [{ kind: 'text', content: '帮助', chatId: 'g' }],
    ],
    [
      'a quote of a lead',
      {
        msgtype: 'text',
        text: { content: '已报价' },
        quote: { msgtype: 'text', text: { content: '新线索 L1001' } },
      },
      [{ kind: 'text', content: 'L1001 已报价' }],
    ],
    [
      'a quote beside a lead',
      {
        msgtype: 'text',
        text: { content: 'L7 已报价' },
        quote: { msgtype: 'text', text: { content: 'L1001' } },
      },
      [{ kind: 'text', content: 'L7 已报价' }],
    ],
    ['voice', { msgtype: 'voice', voice: { content: '已报价' } }, [{ kind: 'spoken', content: '已报价' }]],
    ['a file', { msgtype: 'file', file }, [{ kind: 'media', type: 'file', mediaId }]],
    ['an image', { msgtype: 'image', image: file }, [{ kind: 'media', type: 'image', mediaId }]],
    [
      'text with a picture',
      {
        msgtype: 'mixed',
        mixed: {
          msg_item: [
            { msgtype: 'text', text: { content: '看' } },
            { msgtype: 'image', image: file },
          ],
        },
      },
      [
        { kind: 'media', type: 'image', mediaId },
        { kind: 'text', content: '看' },
      ],
    ],
    ['a click', click({}), [{ kind: 'click', key: 'k', taskId: 't', responseCode: '', values: {} }]],
    [
      'a click with a choice',
      click({ selected_items: selected }),
      [{ kind: 'click', key: 'k', taskId: 't', responseCode: '', values: { q: ['a', 'b'] } }],
    ],
    ['opening', { msgtype: 'event', event: { eventtype: 'enter_chat' } }, [{ kind: 'opened' }]],
    [
      'feedback',
      { msgtype: 'event', event: { eventtype: 'feedback_event', isEvent: true } },
      [{ kind: 'unknown', type: 'feedback_event', isEvent: true }],
    ],
    [
      'what nobody knows',
      { msgtype: 'sticker', isEvent: false },
      [{ kind: 'unknown', type: 'sticker', isEvent: false }],
    ],
    [
      'a file from nowhere',
      { msgtype: 'file', file: { url: 'file:///etc/passwd' } },
      [{ kind: 'unknown', type: 'file', isEvent: false }],
    ],
    ['prototypes', { msgtype: 'constructor' }, [{ kind: 'unknown', type: 'constructor', isEvent: false }]],
  ])('%s', (_name, body, expected) => {
    expect(decoded(body)).toEqual(expected.map((one) => ({ chatId: undefined, ...one })));
  });

  it('5,000 broken frames break nothing', () => {
    const random = createRandom(3);
    const junk: unknown[] = [null, 0, '', [], {}, { content: 7 }, '\u0000', { url: 'x' }, { eventtype: {} }];
    const names = ['text', 'voice', 'mixed', 'event', 'file', 'quote', 'from', 'msgid', 'msgtype', 'chatid'];
    for (let i = 0; i < 5_000; i++) {
      const body = Object.fromEntries(names.map((name) => [name, random.pick([...junk, ...names])]));
      const frame = readFrame({ headers: random.pick([{ req_id: 'r' }, junk[i % junk.length]]), body });
      if (frame) expect(Array.isArray(decodeFrame(frame, NOW))).toBe(true);
    }
  });
});

describe('the connection', () => {
  let mock: MockWecom;
  let connection: BotConnection;
  const clock = new FrozenClock(NOW);
  const holders = new Map<string, string>();
  const leases = {
    hold: async (name: string, owner: string) =>
      (holders.get(name) ?? owner) === owner && Boolean(holders.set(name, owner)),
    release: async (name: string) => void holders.delete(name),
  };
  const heard: unknown[] = [];
  const open = (more: object = {}) => {
    const { WECOM_WS_URL: wsUrl } = mock.botEnv;
    const given = { ...BOT, wsUrl, leases, owner: 'me', clock, log: silentLogger, heartbeatMs: 40 };
    connection = new BotConnection({ ...given, onFrame: (frame) => heard.push(frame), ...more });
    return connection;
  };

  beforeEach(async () => {
    holders.clear();
    mock = await MockWecom.start({ clock, members: [{ userid: 'wang-min', name: '王敏' }] });
  });
  afterEach(async () => {
    await connection.stop();
    await mock.close();
  });

  it('notices silence, and connects anew', async () => {
    await open().beat();
    await eventually('here', () => connection.isHere);
    mock.bot.isSilent = true;
    await eventually('noticed', () => !connection.isHere);
    expect(connection.problem).toContain('断开');
    mock.bot.isSilent = false;
    await eventually('here again', () => connection.isHere);
    expect(connection.problem).toBeNull();
  });

  it('asks with a wrong secret once, says so, and waits', async () => {
    await open({ secret: 'wrong' }).beat();
    await eventually('refused', () => mock.bot.refusals.length > 0);
    await eventually('said', () => connection.problem?.includes('WECOM_BOT_SECRET') ?? false);
    for (let i = 0; i < 60; i++) {
      clock.moveTo(new Date(clock.now().getTime() + 4_000));
      await connection.beat();
    }
    expect(mock.bot.refusals).toEqual(['aibot_subscribe 853000']);
  });

  it('refusals and silence are told apart', async () => {
    await open().beat();
    await eventually('here', () => connection.isHere);
    const part = { msgtype: 'markdown', markdown: { content: 'x' } };
    await expect(connection.send('wang-min', part, 'm-0')).rejects.toThrow('846607');
    await connection.stop();
    await expect(connection.send('wang-min', part, 'm-0')).rejects.toThrow('not connected here');
  });

  /** What was sent is being handled until `ready`; seconds pass as asked. */
  async function working(send: () => unknown) {
    let ready = () => {};
    const handled = new Promise<void>((done) => {
      ready = done;
    });
    const events: InboundEvent[] = [];
    const accept = async (event: InboundEvent) => {
      events.push(event);
      return { first: true, handled };
    };
    await open({ onFrame: (frame: unknown) => void conversation.receive(frame) }).beat();
    await eventually('here', () => connection.isHere);
    const unused = { cards: { longText: async () => undefined }, store: {} as never };
    const conversation = new BotConversation({
      connection,
      ingress: { accept },
      ...unused,
      clock,
      log: silentLogger,
    });
    send();
    await eventually('accepted', () => events.length > 0);
    const pass = async (seconds: number) => {
      for (let i = 0; i < seconds; i++) {
        clock.moveTo(new Date(clock.now().getTime() + 1_000));
        await conversation.beat();
      }
    };
    const said = () =>
      mock.bot.words.map(({ content, finish }) => `${finish ? '*' : ''}${content.replace(/\d+ 秒/, 'N 秒')}`);
    const isOver = () => eventually('over', () => mock.bot.words.at(-1)?.finish === true);
    return {
      conversation,
      ready: () => ready(),
      pass,
      said,
      isOver,
      answer: `${eventKey(events[0] as InboundEvent)}/reply/0`,
    };
  }

  it('long work says so, and that it is over', async () => {
    const { ready, pass, said, isOver } = await working(() => mock.bot.says('wang-min', '读一下这个文件'));
    await pass(41);
    ready();
    await isOver();
    expect(said()).toEqual(['正在处理…（N 秒）', '正在处理…（N 秒）', '*处理好了。']);
  });

  it('work that goes on beside says how far it is', async () => {
    const file = () => mock.bot.sendsFile('wang-min', '表.pdf', Buffer.from('%PDF-'));
    const { conversation, ready, pass, said, isOver, answer } = await working(file);
    const card = (text: string, underWay: boolean): Card => ({
      kind: 'document',
      title: 'D101',
      emphasis: { text, tone: 'info' },
      underWay,
      facts: [],
      buttons: [],
    });
    ready();
    await pass(1);
    await conversation.progress(answer, card('正在识别 2/3 页', true));
    await pass(60);
    await conversation.progress(answer, card('正在识别 3/3 页', true));
    await conversation.progress('wecom:somebody-else/reply/0', card('别人的', true));
    await conversation.progress(answer, card('1 项需要核对', false));
    await isOver();
    expect(said()).toEqual(['正在识别 2/3 页', '正在识别 3/3 页', '*处理好了。']);
  });
});
