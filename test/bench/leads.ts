import { atMost, type Figure, type Part, percentile, plain } from './figures.ts';
import type { Lab } from './lab.ts';
import { liveLoad, type OwnedLead, postLeads, quiet } from './live.ts';

const NOW = '2026-11-24T09:00:00+08:00';

/** Lead in → card handed over, under the load the promise names. */
export const leads: Part = {
  name: 'leads',
  title: '100 leads a minute beside 20 typed messages a second',
  async run(lab: Lab): Promise<Figure[]> {
    const program = await lab.program({ now: NOW });
    try {
      await program.start();
      // Everybody has something to write about, and what is compiled at first use is compiled.
      const known: OwnedLead[] = [];
      for (let i = 0; i < 3; i++) known.push(...(await postLeads(program.url, `known-${i}`, 120)));
      await liveLoad(program.url, { perMinute: 300, messagesPerSecond: 20, seconds: 5, known });
      await quiet(program.url);
      const load = { perMinute: 100, messagesPerSecond: 20, seconds: lab.quick ? 30 : 180, known };
      const { handedOver, answered, messages, missing } = await liveLoad(program.url, load);
      return [
        plain('leads', handedOver.length, ''),
        plain('card handed over p50', percentile(handedOver, 50), 'ms'),
        atMost('card handed over p95', percentile(handedOver, 95), 'ms', 1_000),
        atMost('card handed over p99', percentile(handedOver, 99), 'ms', 2_000),
        atMost('cards missing', missing, '', 0),
        plain('lead answered p50', percentile(answered, 50), 'ms'),
        plain('lead answered p99', percentile(answered, 99), 'ms'),
        plain('message answered p50', percentile(messages, 50), 'ms'),
        plain('message answered p99', percentile(messages, 99), 'ms'),
      ];
    } finally {
      await program.kill();
    }
  },
};
