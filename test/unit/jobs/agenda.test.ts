import mongoose, { type Connection } from 'mongoose';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { jobStates, Schedule } from '../../../jobs/agenda.ts';
import type { Appointment, Job } from '../../../jobs/job.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { openDatabase } from '../../../src/stores/database.ts';
import { createDatabase } from '../../support/database.ts';

let uri: string;
let connection: Connection;
let drop: () => Promise<void>;

beforeEach(async () => {
  const database = await createDatabase();
  uri = database.uri;
  connection = await openDatabase(uri);
  drop = () => database.drop();
});

afterEach(async () => {
  await connection.close();
  await drop();
});

/** Agenda looks once a second. */
const soon = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 20_000, interval: 100 });

const SHANGHAI = 'Asia/Shanghai';

function job(name: string, everyMs: number, appointments: Appointment[] = []): Job {
  const never = async () => null;
  return { name, everyMs, run: async () => 0, nextDueAt: never, appointments: async () => appointments };
}

function schedule(jobs: Job[], run: (name: string) => Promise<void> = async () => {}): Schedule {
  return new Schedule({ connection, jobs, run, log: silentLogger });
}

const agenda = () => connection.collection('agenda');
const names = async () => (await jobStates(connection)).map(({ name }) => name);

describe('each job is an Agenda job of its own', () => {
  it('nothing is under way before the start: a process may end as soon as it is put together', async () => {
    const seen: string[] = [];
    const watched = await mongoose.createConnection(uri, { monitorCommands: true }).asPromise();
    watched.getClient().on('commandStarted', ({ commandName }) => seen.push(commandName));
    const waiting = new Schedule({ connection: watched, jobs: [], run: async () => {}, log: silentLogger });
    await watched.db?.admin().ping();
    await waiting.stop();
    await watched.close();
    expect(seen.filter((name) => name !== 'endSessions')).toEqual(['ping']);
  });

  it('a database that does not answer is said at the start', async () => {
    const lost = await openDatabase(uri);
    const waiting = new Schedule({ connection: lost, jobs: [], run: async () => {}, log: silentLogger });
    await lost.close();
    await expect(waiting.start()).rejects.toThrow();
  });

  it('woken by its interval; one that fails says why and leaves the others alone', async () => {
    const woken: string[] = [];
    const run = async (name: string) => {
      woken.push(name);
      if (name === 'reports') throw new Error('no such template');
    };
    const running = schedule([job('clocks', 1_000), job('reports', 1_000)], run);
    await running.start();
    await soon(() => expect(woken.filter((name) => name === 'clocks').length).toBeGreaterThan(1));
    await soon(async () => {
      const [clocks, reports] = await jobStates(connection);
      expect(clocks).toMatchObject({ name: 'clocks', lastFinishedAt: expect.any(Date) });
      expect(clocks?.failReason).toBeFalsy();
      expect(reports).toMatchObject({ name: 'reports', failReason: 'no such template' });
    });
    await running.stop();
  });

  it('a report by cron in the time zone of its playbook, and anew when that changes', async () => {
    const times: Appointment[] = [{ name: 'report:daily', cron: '2 10 * * *', timeZone: SHANGHAI }];
    const running = schedule([job('reports', 30_000, times)]);
    await running.start();
    const at = (date?: Date | null) => date?.toISOString().slice(11, 16);
    const daily = () => agenda().findOne({ name: 'report:daily' });
    expect(at((await daily())?.nextRunAt)).toBe('02:02');

    times[0] = { name: 'report:daily', cron: '32 17 * * *', timeZone: SHANGHAI };
    await running.refresh();
    expect(at((await daily())?.nextRunAt)).toBe('09:32');

    times.pop();
    await running.refresh();
    expect(await names()).toEqual(['reports']);
    await running.stop();
  });

  it('an unchanged one is left alone: a run that was missed is made up for after the start', async () => {
    const times: Appointment[] = [{ name: 'report:daily', cron: '2 10 * * *', timeZone: SHANGHAI }];
    const first = schedule([job('reports', 30_000, times)]);
    await first.start();
    await first.stop();
    const missed = new Date('2026-11-23T02:02:00Z');
    await agenda().updateOne({ name: 'report:daily' }, { $set: { nextRunAt: missed } });

    const woken: string[] = [];
    const second = schedule([job('reports', 30_000, times)], async (name) => {
      woken.push(name);
    });
    await second.start();
    await soon(async () => {
      expect((await agenda().findOne({ name: 'report:daily' }))?.lastRunAt).toBeInstanceOf(Date);
    });
    expect(woken).toContain('reports');
    await second.stop();
  });
});
