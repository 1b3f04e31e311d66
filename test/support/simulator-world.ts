import { FrozenClock } from '../../src/core/clock.ts';
import type { SimulatorMessage } from '../../src/stores/simulator.ts';
import { createClient, json, ok } from './client.ts';
import { thePeople } from './company.ts';
import { theDatabase } from './database.ts';
import { type OnScreen, PlatformWorld, type WorldParts } from './platform-world.ts';
import { local } from './time.ts';

/** The whole product with the simulator, seen like any other platform. */
export class SimulatorWorld extends PlatformWorld {
  /** What everybody's phone showed when things last came to rest. */
  private readonly shown = new Map<string, SimulatorMessage[]>();
  private readonly files = new Map<string, Uint8Array>();
  private readonly ask = createClient(() => this.processes[0]?.url ?? '');

  private constructor(parts: WorldParts) {
    super(parts);
  }

  static async open(at = '2026-11-23 10:32'): Promise<SimulatorWorld> {
    const clock = new FrozenClock(local(at));
    const people = thePeople(clock.now());
    const world = new SimulatorWorld({ clock, people, database: await theDatabase() });
    await world.startProcess();
    return world;
  }

  override async settle(): Promise<void> {
    await super.settle();
    for (const { _id } of this.people) {
      const messages = await this.genjin.stores.simulator.of(_id, { seq: 0 }, 1_000);
      this.shown.set(_id, messages);
      for (const { fileId } of messages.flatMap(({ card }) => card?.file ?? [])) {
        this.files.set(fileId, await this.genjin.stores.files.read(fileId));
      }
    }
  }

  screen(userId: string): OnScreen[] {
    const sent = (this.shown.get(userId) ?? []).filter(({ mine }) => !mine);
    return sent.map(({ _id: id, text, card }) => ({
      id,
      title: card?.buttons.length ? card.title : undefined,
      text,
      file: card?.file && {
        name: card.file.name,
        bytes: this.files.get(card.file.fileId) ?? new Uint8Array(),
      },
    }));
  }

  async says(userId: string, text: string): Promise<void> {
    await ok(this.ask('/simulator/messages', json({ userId, text })));
  }

  async sendsFile(userId: string, name: string, bytes: Uint8Array): Promise<void> {
    const body = new FormData();
    body.append('userId', userId);
    body.append('file', new Blob([new Uint8Array(bytes)]), name);
    await ok(this.ask('/simulator/files', { method: 'POST', body }));
  }

  async clicks(userId: string, id: string, label: string, chosen: Record<string, string>): Promise<void> {
    const card = this.shown.get(userId)?.find(({ _id }) => _id === id)?.card;
    const actionId = card?.buttons.find((button) => button.label === label)?.id;
    const values = Object.entries(chosen).map(([name, wanted]) => {
      const options = card?.selects?.find((select) => select.id === name)?.options ?? [];
      return [name, options.find((option) => option.label === wanted)?.id ?? wanted];
    });
    const body = { userId, messageId: id, actionId, values: Object.fromEntries(values) };
    await ok(this.ask('/simulator/actions', json(body)));
  }

  protected env(): Record<string, string> {
    return { SIMULATOR: 'on' };
  }

  protected async attach(): Promise<void> {}
  protected async closeMock(): Promise<void> {}
  protected inspect(): void {}
}
