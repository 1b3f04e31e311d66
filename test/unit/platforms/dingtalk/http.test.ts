import { describe, expect, it } from 'vitest';
import { FrozenClock } from '../../../../src/core/clock.ts';
import { silentLogger } from '../../../../src/core/logger.ts';
import {
  type HttpCallbackDeps,
  receiveClick,
  receiveEvent,
  receiveRobot,
} from '../../../../src/platforms/dingtalk/http-callbacks.ts';
import { cardSignature, robotSignature } from '../../../../src/platforms/dingtalk/http-signature.ts';
import { openSealed, seal } from '../../../../src/platforms/sealed.ts';
import { HttpError } from '../../../../src/web/http.ts';
import { createRandom } from '../../../support/random.ts';

const NOW = new Date('2026-11-23T02:32:00.437Z');
const TIMESTAMP = String(NOW.getTime());
const SECRET = 'this is a secret';
const KEYS = {
  token: '123456',
  encodingAesKey: '1234567890123456789012345678901234567890123',
  receiveId: 'dingsnotzck6pm5veliw',
};

function door() {
  const got: unknown[] = [];
  const deps: HttpCallbackDeps = {
    receiver: {
      robotMessage: async (body) => void got.push(body),
      cardClick: async (body) => {
        got.push(body);
        return { data: null, sent: () => {} };
      },
      orgEvent: async (event) => void got.push(event),
    },
    clientId: KEYS.receiveId,
    clientSecret: SECRET,
    companyId: async () => 'dingcompany',
    cardSecret: 'card secret',
    events: { token: KEYS.token, aesKey: KEYS.encodingAesKey },
    clock: new FrozenClock(NOW),
    log: silentLogger,
  };
  return { deps, got };
}

const robot = (timestamp = TIMESTAMP) => ({ timestamp, signature: robotSignature(timestamp, SECRET) });
const click = (timestamp = TIMESTAMP) => ({ timestamp, signature: cardSignature(timestamp, 'card secret') });
const json = (body: unknown) => Buffer.from(JSON.stringify(body));
function sealedEvent(text: string, keys = KEYS, timestamp = TIMESTAMP) {
  const { signature, nonce, encrypted } = seal(keys, text, { timestamp, nonce: 'n1' });
  return { query: { msg_signature: signature, timestamp, nonce }, body: json({ encrypt: encrypted }) };
}
const MESSAGE = { msgId: 'm', chatbotCorpId: 'dingcompany' };
const refused = { status: 403 };

describe('DingTalk’s own vectors', () => {
  it('sign robot callbacks', () =>
    expect(robotSignature('1577262236757', SECRET)).toBe('DJrE6qdyVGCQz9z5r2MDuNcNAhwYnuAkyj13cx169CA='));

  it('sign card callbacks', () =>
    expect(cardSignature('1577262236757', SECRET)).toBe('cviWWKk4OPwVpK0VGNkvThhQ7PXwQPYvJhM+/YVA1VI='));

  it('open an event', () => {
    const keys = {
      token: '123456',
      encodingAesKey: '4g5j64qlyl3zvetqxz5jiocdr586fn2zvjpa8zls3ij',
      receiveId: 'suite4xxxxxxxxxxxxxxx',
    };
    const signed = {
      signature: '5a65ceeef9aab2d149439f82dc191dd6c5cbe2c0',
      timestamp: '1445827045067',
      nonce: 'nEXhMP4r',
      encrypted:
        '1a3NBxmCFwkCJvfoQ7WhJHB+iX3qHPsc9JbaDznE1i03peOk1LaOQoRz3+nlyGNhwmwJ3vDMG+OzrHMeiZI7gTRWVdUBmfxjZ8Ej23JVYa9VrYeJ5as7XM/ZpulX8NEQis44w53h1qAgnC3PRzM7Zc/D6Ibr0rgUathB6zRHP8PYrfgnNOS9PhSBdHlegK+AGGanfwjXuQ9+0pZcy0w9lQ==',
    };
    expect(openSealed(keys, signed, new Date(1_445_827_045_067))).toBe(
      '{"EventType":"check_create_suite_url","Random":"LPIdSnlF","TestSuiteKey":"suite4xxxxxxxxxxxxxxx"}',
    );
  });

  it('seal an answer', () => {
    const at = { timestamp: '1614767836', nonce: 'A7Co0cJLMzIDtMMI' };
    const sealed = seal(KEYS, 'success', at, Buffer.from('dICkEDLj0eb6yAbc'));
    expect(sealed).toMatchObject({
      signature: '9a95a004dd16f5c307e849b994173f76aa26e5eb',
      encrypted: 'YvkvaGe4hQxd3VxRmEty0dVlnCOAqwf56xwTRHDHoOURqhalbmBJQk5FNcRk42Gl5T0YQXZNwpwWSm1xAFJ5ZA==',
    });
  });
});

describe('callbacks over HTTP', () => {
  it('are taken when they are DingTalk’s', async () => {
    const { deps, got } = door();
    await receiveRobot(deps, robot(), json(MESSAGE));
    await receiveClick(deps, click(), json({ outTrackId: 't' }));
    const { query, body } = sealedEvent('{"EventType":"user_leave_org","UserId":["a"]}');
    const answer = (await receiveEvent(deps, query, body)) as Record<string, string>;
    expect(got).toMatchObject([{ msgId: 'm' }, { outTrackId: 't' }, { type: 'user_leave_org' }]);
    const {
      msg_signature: signature = '',
      encrypt: encrypted = '',
      timeStamp: timestamp = '',
      nonce = '',
    } = answer;
    expect(openSealed(KEYS, { signature, encrypted, timestamp, nonce }, NOW)).toBe('success');
  });

  it('answer the check of the address, and store nothing for it', async () => {
    const { deps, got } = door();
    const { query, body } = sealedEvent('{"EventType":"check_url"}');
    expect(await receiveEvent(deps, query, body)).toHaveProperty('encrypt');
    expect(got).toEqual([]);
  });

  const hour = 3_600_000;
  it.each<[string, () => Promise<unknown>]>([
    ['a wrong sign', () => receiveRobot(door().deps, { ...robot(), signature: 'x' }, json({}))],
    ['no sign', () => receiveRobot(door().deps, { timestamp: '', signature: '' }, json({}))],
    [
      'a robot callback of an hour ago',
      () => receiveRobot(door().deps, robot(String(NOW.getTime() - hour - 1)), json({})),
    ],
    ['another robot’s', () => receiveRobot(door().deps, robot(), json({ robotCode: 'other' }))],
    ['a body that is none', () => receiveRobot(door().deps, robot(), Buffer.from('{'))],
    ['a click signed as a message', () => receiveClick(door().deps, robot(), json({}))],
    [
      'a click of an hour ago',
      () => receiveClick(door().deps, click(String(NOW.getTime() - hour - 1)), json({})),
    ],
    [
      'another app’s event',
      () => {
        const { query, body } = sealedEvent('{"EventType":"x"}', { ...KEYS, receiveId: 'other' });
        return receiveEvent(door().deps, query, body);
      },
    ],
    [
      'an old event',
      () => {
        const { query, body } = sealedEvent('{"EventType":"x"}', KEYS, String(NOW.getTime() - hour));
        return receiveEvent(door().deps, query, body);
      },
    ],
    [
      'an event without keys to open it',
      () => {
        const { query, body } = sealedEvent('{"EventType":"x"}');
        return receiveEvent({ ...door().deps, events: undefined }, query, body);
      },
    ],
  ])('%s is refused', (_what, run) => expect(run()).rejects.toMatchObject(refused));
});

describe('12,000 forged and broken callbacks', () => {
  it('are refused every one, and nothing is stored', async () => {
    const random = createRandom(5);
    const { deps, got } = door();
    const spoil = (text: string) => {
      const at = random.int(text.length);
      const other = String.fromCharCode(33 + random.int(90));
      return text.slice(0, at) + (text[at] === other ? '~' : other) + text.slice(at + 1);
    };
    const cut = (bytes: Buffer) => bytes.subarray(0, random.int(bytes.length));
    const outcome = (run: Promise<unknown>) =>
      run.then(
        () => 'taken',
        (error: unknown) => (error instanceof HttpError ? error.status : String(error)),
      );
    const outcomes = new Map<unknown, number>();
    for (let i = 0; i < 4_000; i++) {
      const event = sealedEvent(`{"EventType":"e${i}"}`);
      const name = (['msg_signature', 'timestamp', 'nonce'] as const)[i % 4];
      const query = name ? { ...event.query, [name]: spoil(event.query[name]) } : event.query;
      const body = name
        ? event.body
        : i % 8 < 4
          ? cut(event.body)
          : json({ encrypt: spoil(sealedText(event.body)) });
      const good = i % 2 ? robot() : click();
      const half =
        i % 4 < 2
          ? { ...good, signature: spoil(good.signature) }
          : { ...good, timestamp: spoil(good.timestamp) };
      const runs = [
        receiveEvent(deps, query, body),
        receiveRobot(deps, half, json({ msgId: i })),
        receiveClick(deps, half, json({ outTrackId: i })),
      ];
      for (const run of runs) {
        const result = await outcome(run);
        outcomes.set(result, (outcomes.get(result) ?? 0) + 1);
      }
    }
    expect([...outcomes]).toEqual([[403, 12_000]]);
    expect(got).toEqual([]);
  });
});

function sealedText(body: Buffer): string {
  return (JSON.parse(String(body)) as { encrypt: string }).encrypt;
}
