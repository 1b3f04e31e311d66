import { Agent, request } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { atMost, type Figure, type Part, percentile, plain } from './figures.ts';
import type { Lab } from './lab.ts';

const NOW = '2026-11-24T09:00:00+08:00';
export const CONNECTIONS = 64;

/** Messages stored and acknowledged, against a bare Koa server that does one insert, side by side. */
export const callbacks: Part = {
  name: 'callbacks',
  title: `Messages at ${CONNECTIONS} connections, against a bare Koa server doing one insert`,
  async run(lab: Lab): Promise<Figure[]> {
    const count = countOf(lab);
    const compared = await sideBySide(lab, (main) => measured(lab, main, '/bench/accept', count));
    const answered = await measured(lab, PRODUCT, '/simulator/messages', count / 4);
    return [
      ...compared,
      plain('handled and answered, a second', answered.perSecond, ''),
      plain('answered p50', percentile(answered.times, 50), 'ms'),
      plain('answered p99', percentile(answered.times, 99), 'ms'),
    ];
  },
};

function measured(lab: Lab, main: string, path: string, count: number) {
  const request = (n: number) => ({
    path,
    body: JSON.stringify({ userId: `rep-${n % 120}`, text: `你好 ${n}` }),
  });
  return measure(lab, { main, now: NOW }, count, request);
}

interface Measured {
  perSecond: number;
  times: number[];
  /** Until nothing was left to be handled. */
  restAfterMs: number;
}

const BARE = 'test/bench/bare-koa.ts';
const PRODUCT = 'test/bench/serve.ts';
const ROUNDS = 3;

export function countOf(lab: Lab): number {
  return lab.quick ? 1_000 : 6_000;
}

/**
 * The bare server and the product in turns, each started anew, for a machine is not equally fast all the time.
 * @returns the round in the middle by its share: what the promise about callbacks speaks of
 */
export async function sideBySide(lab: Lab, run: (main: string) => Promise<Measured>): Promise<Figure[]> {
  const rounds: { bare: Measured; stored: Measured; share: number }[] = [];
  for (let i = 0; i < (lab.quick ? 1 : ROUNDS); i++) {
    const bare = await run(BARE);
    const stored = await run(PRODUCT);
    rounds.push({ bare, stored, share: stored.perSecond / bare.perSecond });
  }
  const middle = rounds.toSorted((a, b) => a.share - b.share)[Math.floor(rounds.length / 2)];
  if (!middle) throw new Error('no round');
  const { bare, stored, share } = middle;
  return [
    plain('bare Koa, a second', bare.perSecond, ''),
    plain('bare Koa p50', percentile(bare.times, 50), 'ms'),
    plain('bare Koa p99', percentile(bare.times, 99), 'ms'),
    plain('acknowledged, a second', stored.perSecond, ''),
    plain('acknowledged p50', percentile(stored.times, 50), 'ms'),
    atMost('acknowledged p99', percentile(stored.times, 99), 'ms', 200),
    { what: 'share of bare Koa', value: share, unit: '×', goal: '≥ 0.7 ×', met: share >= 0.7 },
    plain('all handled after', stored.restAfterMs / 1_000, 's'),
  ];
}

/** One request, ready to be sent: making it costs nothing while it is measured. */
export interface Prepared {
  path: string;
  body: string;
}

/** Starts a program and has it take `count` requests, after a tenth of them to warm up and to be handled. */
export async function measure(
  lab: Lab,
  options: Parameters<Lab['program']>[0],
  count: number,
  request: (n: number) => Prepared,
) {
  const warmUp = Math.ceil(count / 10);
  const requests = Array.from({ length: warmUp + count }, (_, n) => request(n));
  const program = await lab.program(options);
  try {
    await program.start();
    await hammer(program.url, requests.slice(0, warmUp));
    await rest(program.url);
    const measured = await hammer(program.url, requests.slice(warmUp));
    return { ...measured, restAfterMs: await rest(program.url) };
  } finally {
    await program.kill();
  }
}

const LOOK_EVERY_MS = 100;

/** Waits until the inbox is empty; the bare server has none. @returns how long that took, ms */
async function rest(url: string): Promise<number> {
  const begun = performance.now();
  for (;;) {
    const metrics = await (await fetch(`${url}/metrics`)).text();
    if (!/queue="inbox-(new|running)"/.test(metrics)) return performance.now() - begun;
    await setTimeout(LOOK_EVERY_MS);
  }
}

/** Every connection sends its next message as soon as the last one was acknowledged. */
async function hammer(url: string, requests: Prepared[]) {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const times: number[] = [];
  const waiting = requests.values();
  const begun = performance.now();
  const connection = async () => {
    for (const { path, body } of waiting) {
      const at = performance.now();
      await post(agent, url + path, body);
      times.push(performance.now() - at);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
  agent.destroy();
  return { perSecond: requests.length / ((performance.now() - begun) / 1_000), times };
}

function post(agent: Agent, url: string, body: string): Promise<void> {
  return new Promise((done, fail) => {
    const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.on('end', () => {
        if ((response.statusCode ?? 500) < 300) done();
        else fail(new Error(`${url} answered ${response.statusCode}`));
      });
    });
    sent.on('error', fail);
    sent.end(body);
  });
}
