import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../../src/core/clock.ts';
import { silentLogger } from '../../../../src/core/logger.ts';
import type { Frame } from '../../../../src/platforms/dingtalk/frames.ts';
import { openGateway } from '../../../../src/platforms/dingtalk/gateway.ts';
import {
  STREAM_TIMING,
  StreamClient,
  type StreamTiming,
} from '../../../../src/platforms/dingtalk/stream-client.ts';
import { APP } from '../../../support/dingtalk/mock-app.ts';
import { MockDingtalk } from '../../../support/dingtalk/mock-dingtalk.ts';

/** Everything a hundred times faster than in life. */
const TIMING: StreamTiming = {
  connectWithinMs: 1_000,
  pingEveryMs: 25,
  missedPongs: 2,
  silentMs: 60_000,
  oldMs: 60_000,
  leaseMs: 120,
  leaseEveryMs: 25,
  stableMs: 100,
  firstRetryMs: 20,
  longestRetryMs: 200,
  refusedRetryMs: 60_000,
  drainMs: 2_000,
};
const ROBOT = '/v1.0/im/bot/messages/get';

/** A lease store for processes that share this test. */
function sharedLeases() {
  const held = new Map<string, { owner: string; until: number }>();
  return {
    hold: async (name: string, owner: string, now: Date, ms: number) => {
      const found = held.get(name);
      if (found && found.owner !== owner && found.until > now.getTime()) return false;
      held.set(name, { owner, until: now.getTime() + ms });
      return true;
    },
    release: async (name: string, owner: string) => {
      if (held.get(name)?.owner === owner) held.delete(name);
    },
  };
}

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function start(timing: Partial<StreamTiming> = {}) {
  const mock = await MockDingtalk.start({ clock: systemClock, members: [] });
  cleanups.push(() => mock.close());
  const leases = sharedLeases();
  const got: { owner: string; n: number }[] = [];
  const client = (owner: string, receive?: (frame: Frame) => Promise<null>, secret = APP.clientSecret) => {
    const stream = new StreamClient({
      openGateway: () => openGateway({ clientId: APP.clientId, clientSecret: secret, apiBase: mock.url }),
      receive:
        receive ??
        (async ({ data }) => {
          got.push({ owner, n: (JSON.parse(data) as { n: number }).n });
          return { code: 200, data: { response: {} } };
        }),
      leases,
      leaseName: 'stream',
      owner,
      clock: systemClock,
      log: silentLogger,
      timing: { ...TIMING, ...timing },
      random: () => 0.5,
    });
    stream.start();
    cleanups.push(() => stream.stop());
    return stream;
  };
  const connections = (n: number) => expect.poll(() => mock.gateway.sockets.length).toBe(n);
  let n = 0;
  const push = () => mock.gateway.push('CALLBACK', ROBOT, { n: ++n });
  return { mock, client, got, connections, push };
}

describe('the Stream connection', () => {
  it('takes frames, repeats what a ping brings, answers in the shape asked for', async () => {
    const { mock, client, got, connections, push } = await start();
    client('a');
    await connections(1);
    expect(await push()).toEqual({ response: {} });
    expect(await mock.gateway.ping('xyz')).toEqual({ opaque: 'xyz' });
    expect(got).toEqual([{ owner: 'a', n: 1 }]);
    expect(mock.gateway.complaints).toEqual([]);
  });

  it('asked to go, it opens the new socket first and reads the old one to its end', async () => {
    const { mock, client, connections, push, got } = await start({ stableMs: 0 });
    client('a');
    await connections(1);
    const [old] = mock.gateway.sockets;
    mock.gateway.disconnect(400);
    await connections(2);
    old?.socket.send(
      JSON.stringify({
        type: 'CALLBACK',
        headers: { topic: ROBOT, messageId: 'late' },
        data: JSON.stringify({ n: 99 }),
      }),
    );
    await push();
    await connections(1);
    await push();
    expect(got.map(({ n }) => n).sort()).toEqual([1, 2, 99]);
  });

  it('a message not acknowledged comes again, in a frame of another id', async () => {
    const { mock, client, connections, push } = await start();
    const seen: string[] = [];
    client('a', async ({ headers }) => {
      seen.push(headers.messageId);
      throw new Error('the database is away');
    });
    await connections(1);
    void push();
    await expect.poll(() => seen.length).toBe(1);
    mock.gateway.redeliver();
    await expect.poll(() => seen.length).toBe(2);
    expect(new Set(seen).size).toBe(2);
  });

  it('a peer that answers no pings is dropped and replaced', async () => {
    const { mock, client, connections } = await start();
    client('a');
    await connections(1);
    const [first] = mock.gateway.sockets;
    if (first) first.mute = true;
    await expect.poll(() => mock.gateway.opened).toBe(2);
    await connections(1);
    expect(mock.gateway.sockets[0]).not.toBe(first);
  });

  it('a zombie is left after a silence, with its successor open before', async () => {
    const { mock, client, connections, got, push } = await start({ silentMs: 150, stableMs: 0 });
    mock.gateway.zombies = 1;
    client('a');
    await connections(1);
    const pushed = push();
    await connections(2);
    mock.gateway.redeliver();
    await pushed;
    expect(got).toEqual([{ owner: 'a', n: 1 }]);
  });

  it('an old socket is replaced, however well it seems', async () => {
    const { mock, client } = await start({ oldMs: 100, stableMs: 0, drainMs: 50 });
    client('a');
    await expect.poll(() => mock.gateway.opened).toBeGreaterThan(3);
    expect(mock.gateway.sockets.length).toBeLessThan(3);
  });

  it.each([
    ['busy', { status: 503, body: '' }],
    ['in XML', { status: 200, body: '<xml/>' }],
    ['with nothing', { status: 200, body: '' }],
  ])('answered %s, it goes on trying, ever more slowly, and never twice at once', async (_what, trouble) => {
    const { mock, client, connections } = await start();
    mock.gateway.openTroubles.push(...Array.from({ length: 6 }, () => trouble));
    const began = performance.now();
    const stream = client('a');
    await expect.poll(() => stream.problem).not.toBeNull();
    await connections(1);
    expect(mock.gateway.opened).toBe(7);
    // 20, 30, 50, 90, 110, 110 ms: 10 and half of what doubles up to 200.
    expect(performance.now() - began).toBeGreaterThan(380);
    await expect.poll(() => stream.problem).toBeNull();
  });

  it('a gateway that takes everybody and throws them out at once is not stormed', async () => {
    const { mock, client } = await start({ stableMs: 60_000 });
    const began = performance.now();
    client('a');
    const cutting = setInterval(() => mock.gateway.cut(), 1);
    await expect.poll(() => mock.gateway.opened, { timeout: 120_000 }).toBeGreaterThan(7);
    clearInterval(cutting);
    expect(performance.now() - began).toBeGreaterThan(450);
  }, 150_000);

  it('wrong credentials are named and not tried again soon', async () => {
    const { mock, client } = await start();
    const stream = client('a', undefined, 'wrong');
    await expect.poll(() => stream.problem).toContain('DINGTALK_CLIENT_SECRET');
    await new Promise((done) => setTimeout(done, 200));
    expect(mock.gateway.opened).toBe(1);
  });

  it('of two processes one listens; the other follows when it stops, and when it dies', async () => {
    const { mock, client, connections, got, push } = await start();
    const a = client('a');
    await connections(1);
    const b = client('b');
    await push();
    await a.stop();
    await expect.poll(() => b.open).toBe(true);
    await push();
    // Dies: its lease is never renewed, its socket hangs on for a while.
    const dead = b as unknown as { stopped: boolean };
    dead.stopped = true;
    const c = client('c');
    await expect.poll(() => c.open).toBe(true);
    expect(STREAM_TIMING.leaseMs + STREAM_TIMING.leaseEveryMs).toBeLessThan(15_000);
    expect(got).toEqual([
      { owner: 'a', n: 1 },
      { owner: 'b', n: 2 },
    ]);
    expect(mock.gateway.complaints).toEqual([]);
  });
});
