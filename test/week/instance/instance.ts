import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Program } from '../../support/program.ts';
import { type Company, writeCompany } from '../company/files.ts';
import { Http } from './http.ts';

/** A running instance: the referee's own child process, or one somebody else started. */
export class Instance {
  readonly http: Http;
  private readonly program: Program | undefined;
  private readonly folder: string | undefined;
  /** Simulated minus real time, ms. */
  private ahead = 0;
  kills = 0;
  private planned: { requests: number; afterMs: number } | undefined;

  private constructor(http: Http, program?: Program, folder?: string) {
    this.http = http;
    this.program = program;
    this.folder = folder;
    http.onRequest = () => this.countDown();
  }

  /** One that runs already. Nothing is started then, and nothing killed. */
  static async at(url: string, key = 'demo'): Promise<Instance> {
    const instance = new Instance(new Http(url.replace(/\/$/, ''), key));
    await instance.look();
    return instance;
  }

  /** A new one with a company of the referee's own, its clock beginning at `begin`. */
  static async start(begin: number, company: Company): Promise<Instance> {
    const folder = await mkdtemp(join(tmpdir(), 'genjin-week-'));
    const { playbook, team } = await writeCompany(folder, company);
    const program = await Program.at({
      dataDir: join(folder, 'data'),
      now: new Date(begin).toISOString(),
      env: { PLAYBOOK: playbook, SIMULATOR_TEAM: team },
    });
    await program.start();
    const instance = new Instance(new Http(program.url, 'demo'), program, folder);
    await instance.look();
    return instance;
  }

  get canKill(): boolean {
    return this.program !== undefined;
  }

  /** The simulated time, as far as it is known without asking. */
  now(): number {
    return Date.now() + this.ahead;
  }

  /** Moves the clock; everything due by then has happened when this returns. A moment that is past is ignored. */
  async moveTo(to: number): Promise<void> {
    if (to <= this.now()) return;
    const { body } = await this.http.post('/simulator/clock', { to: new Date(to).toISOString() });
    // Refused when the clock is past it already, which it may be after a restart.
    if (body?.now) this.ahead = Date.parse(body.now) - Date.now();
    else await this.look();
  }

  /** kill -9 when the n-th request from now is under way, then start again on the same data. */
  killSoon(requests: number, afterMs: number): void {
    if (this.program) this.planned = { requests, afterMs };
  }

  async close(): Promise<string> {
    const output = this.program?.output ?? '';
    await this.http.up;
    await this.program?.stop();
    if (this.folder) await rm(this.folder, { recursive: true, force: true });
    return output;
  }

  private async look(): Promise<void> {
    const { body } = await this.http.get('/simulator/clock');
    this.ahead = Date.parse(body.now) - Date.now();
  }

  private countDown(): void {
    if (!this.planned) return;
    this.planned.requests -= 1;
    if (this.planned.requests > 0) return;
    const { afterMs } = this.planned;
    this.planned = undefined;
    this.http.up = this.killAndStart(afterMs);
    // The request that set this off is on its way already; those after it wait.
  }

  private async killAndStart(afterMs: number): Promise<void> {
    await wait(afterMs);
    await this.program?.kill();
    this.kills += 1;
    await this.program?.start();
  }
}
