import { setTimeout as wait } from 'node:timers/promises';
import type { Figure, Part } from './figures.ts';
import { percentile, plain } from './figures.ts';
import { residentMb } from './imports.ts';
import type { Lab } from './lab.ts';
import { liveLoad } from './live.ts';

const NOW = '2026-11-24T09:00:00+08:00';
const REPEATS = 3;
const FILLING = { perMinute: 1_200, messagesPerSecond: 40 };

/** `npm start` as a new user meets it, and as its keeper does after a while. */
export const startUp: Part = {
  name: 'start-up',
  title: 'Start of the demo, and its memory',
  async run(lab: Lab): Promise<Figure[]> {
    const program = await lab.program({ main: 'src/main.ts', now: NOW });
    try {
      const empty = await program.start();
      await wait(2_000);
      const atRest = residentMb(program.pid);
      await liveLoad(program.url, { ...FILLING, seconds: lab.quick ? 10 : 60 });
      const loaded = residentMb(program.pid);
      await program.stop();
      const full: number[] = [];
      for (let i = 0; i < REPEATS; i++) {
        full.push(await program.start());
        await program.stop();
      }
      return [
        plain('start in an empty folder', empty / 1_000, 's'),
        plain('start on a full folder', percentile(full, 50) / 1_000, 's'),
        plain('memory at rest', atRest, 'MB'),
        plain('memory after load', loaded, 'MB'),
      ];
    } finally {
      await program.kill();
    }
  },
};
