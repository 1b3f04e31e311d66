import { Agent, request } from 'node:http';
import { atMost, type Figure, type Part, percentile, plain } from './figures.ts';
import type { Lab } from './lab.ts';

const NOW = '2026-11-24T09:00:00+08:00';
export const CONNECTIONS = 64;

/** Messages stored and acknowledged, against a bare Koa server that does one insert, side by side. */
export const callbacks: Part = {
  name: 'callbacks',
  title: `Messages at ${CONNECTIONS} connections, against a bare Koa server doing one insert`,
  async run(lab: Lab): Promise<Figure[]> {
    const count = lab.quick ? 1_000 : 6_000;
    const bare = await measured(lab, 'test/bench/bare-koa.ts', '/bench/accept', count);
    const stored = await measured(lab, 'test/bench/serve.ts', '/bench/accept', count);
    const answered = await measured(lab, 'test/bench/serve.ts', '/simulator/messages', count / 4);
    return [
      ...compared(bare, stored),
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
}

/** What the promise about callbacks speaks of. */
export function compared(bare: Measured, stored: Measured): Figure[] {
  const share = stored.perSecond / bare.perSecond;
  return [
    plain('bare Koa, a second', bare.perSecond, ''),
    plain('bare Koa p50', percentile(bare.times, 50), 'ms'),
    plain('bare Koa p99', percentile(bare.times, 99), 'ms'),
    plain('acknowledged, a second', stored.perSecond, ''),
    plain('acknowledged p50', percentile(stored.times, 50), 'ms'),
    atMost('acknowledged p99', percentile(stored.times, 99), 'ms', 200),
    { what: 'share of bare Koa', value: share, unit: '×', goal: '≥ 0.7 ×', met: share >= 0.7 },
  ];
}

/** One request, ready to be sent: making it costs nothing while it is measured. */
export interface Prepared {
  path: string;
  body: string;
}

/** Starts a program and has it take `count` requests, after a tenth of them to warm up. */
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
    return await hammer(program.url, requests.slice(warmUp));
  } finally {
    await program.kill();
  }
}

/** Every connection sends its next message as soon as the last one was acknowledged. */
async function hammer(url: string, requests: Prepared[]): Promise<Measured> {
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
