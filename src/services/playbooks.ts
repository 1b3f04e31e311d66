import { diffPlaybooks } from '../config/diff-playbooks.ts';
import { loadPlaybook } from '../config/load-playbook.ts';
import type { Clock } from '../core/clock.ts';
import { GenjinError } from '../core/errors.ts';
import { digest } from '../core/ids.ts';
import type { LookupTables } from '../domain/playbook/fields.ts';
import type { Playbook, PlaybookVersion } from '../domain/playbook/playbook.ts';
import { readStoredPlaybook } from '../domain/playbook/stored.ts';
import type { LeadStore } from '../stores/leads.ts';
import type { PlaybookRow, PlaybookStore } from '../stores/playbooks.ts';
import { assertPlaceForAll, relocateLeads } from './journey/relocate.ts';

/** Another process may have published; ask the database this often. */
const FRESH_MS = 5_000;
const KEPT_VERSIONS = 50;

/** A playbook that has passed every check, with the text it was read from. */
export interface CheckedPlaybook {
  playbook: Playbook;
  lookups: LookupTables;
  source: string;
}

/** Two playbooks with the same one say the same. */
export function fingerprintOf({ source, lookups }: Pick<CheckedPlaybook, 'source' | 'lookups'>): string {
  return digest(source, JSON.stringify(lookups));
}

/** What a version is published for: the change, the version it was decided on, and what it does in plain Chinese. */
export interface ChangeMark {
  change: string;
  base: number;
  title: string;
}

/** Another version has come into force since the change was decided on. */
export class StaleBase extends GenjinError {
  constructor(newest: number) {
    const userText = `打法已经是第 ${newest} 版了，请看过新的差异再发布`;
    super('conflict', `The playbook is at version ${newest} already`, { userText });
  }
}

/** The playbook in force, and every earlier one that decisions and running clocks refer to. */
export class Playbooks {
  private readonly store: PlaybookStore;
  private readonly leads: LeadStore;
  private readonly clock: Clock;
  private readonly versions = new Map<number, PlaybookVersion>();
  private newest = 0;
  private checkedAt = 0;

  constructor(store: PlaybookStore, leads: LeadStore, clock: Clock) {
    this.store = store;
    this.leads = leads;
    this.clock = clock;
  }

  /** @throws GenjinError `config` when nothing has been published yet */
  async current(): Promise<PlaybookVersion> {
    const now = this.clock.now().getTime();
    if (this.newest === 0 || now - this.checkedAt > FRESH_MS) {
      this.newest = await this.store.newestVersion();
      this.checkedAt = now;
    }
    return this.get(this.newest);
  }

  async get(version: number): Promise<PlaybookVersion> {
    const known = this.versions.get(version);
    if (known) return known;
    const row = await this.store.get(version);
    if (!row) throw nothingPublished();
    const loaded = { version: row._id, lookups: row.content.lookups, playbook: playbookOf(row) };
    if (this.versions.size >= KEPT_VERSIONS) this.versions.clear();
    this.versions.set(version, loaded);
    return loaded;
  }

  /**
   * Makes a checked playbook the current one, as a new version with its author and what changed. The same text
   * again changes nothing. @returns the version now in force
   */
  async publish(loaded: CheckedPlaybook, by: string, now: Date): Promise<PlaybookVersion> {
    return this.add(() => loaded, by, now);
  }

  /**
   * Publishes what `edit` makes of the text in force, checked as a whole. Where somebody publishes at the same time,
   * theirs is edited: neither change is lost.
   * @throws GenjinError `invalid` with everything that is wrong with it
   */
  async revise(edit: (before: CheckedPlaybook) => string, by: string, now: Date): Promise<PlaybookVersion> {
    const edited = (before: PlaybookRow | null): CheckedPlaybook => {
      if (!before) throw nothingPublished();
      const { lookups } = before.content;
      const text = edit({ playbook: playbookOf(before), lookups, source: before.source });
      const loaded = loadPlaybook(text, { fileName: '打法', lookups });
      if (loaded.ok) return loaded;
      const userText = `没有发布：${loaded.problems.map(({ message }) => message).join('；')}`;
      throw new GenjinError('invalid', 'The revised playbook is not right', { userText });
    };
    return this.add(edited, by, now);
  }

  /**
   * Publishes what `make` makes of the playbook in force, if that is still the one it was decided on.
   * Repeated for the same change it publishes nothing: the version it became stands.
   * @throws StaleBase when somebody has published since
   */
  async change(
    make: (before: CheckedPlaybook) => Promise<CheckedPlaybook>,
    mark: ChangeMark,
    by: string,
    now: Date,
  ): Promise<PlaybookVersion> {
    const done = await this.store.ofChange(mark.change);
    if (done) return this.get(done._id);
    const upon = async (before: PlaybookRow | null) => {
      if (!before) throw nothingPublished();
      if (before._id !== mark.base) throw new StaleBase(before._id);
      const { lookups } = before.content;
      return make({ playbook: playbookOf(before), lookups, source: before.source });
    };
    return this.add(upon, by, now, mark);
  }

  private async add(
    make: (before: PlaybookRow | null) => CheckedPlaybook | Promise<CheckedPlaybook>,
    by: string,
    now: Date,
    mark?: ChangeMark,
  ): Promise<PlaybookVersion> {
    for (;;) {
      const before = await this.store.newest();
      const { playbook, lookups, source } = await make(before);
      const fingerprint = fingerprintOf({ lookups, source });
      if (before?.digest !== fingerprint) {
        if (before) await assertPlaceForAll(playbookOf(before), playbook, this.leads);
        const added = await this.store.add({
          _id: (before?._id ?? 0) + 1,
          name: playbook.name,
          source,
          digest: fingerprint,
          content: { playbook, lookups },
          by,
          at: now,
          changes: before ? diffPlaybooks(before.content.playbook, playbook) : [],
          ...(mark && { title: mark.title, change: mark.change }),
        });
        // Somebody published in between: compare with theirs.
        if (!added) continue;
      }
      this.checkedAt = 0;
      this.newest = 0;
      const published = await this.current();
      await relocateLeads(published, this.leads, now);
      return published;
    }
  }

  /**
   * Brings an earlier version back into force by publishing its text again; nothing is ever taken out of the history.
   * @throws GenjinError `not-found`; `invalid` when the version no longer meets the rules of this release
   */
  async rollBack(version: number, by: string, now: Date): Promise<PlaybookVersion> {
    const row = await this.store.get(version);
    if (!row) {
      throw new GenjinError('not-found', `No playbook version ${version}`, {
        userText: `没有第 ${version} 版打法`,
      });
    }
    const { lookups } = row.content;
    return this.publish({ playbook: playbookOf(row), lookups, source: row.source }, by, now);
  }
}

/** A stored playbook as this release reads it. @throws GenjinError `invalid` when it no longer meets the rules */
function playbookOf({ _id: version, content }: PlaybookRow): Playbook {
  const read = readStoredPlaybook(content.playbook);
  if (read.success) return read.data;
  throw new GenjinError('invalid', `Playbook version ${version} no longer meets the schema`, {
    userText: `第 ${version} 版不符合当前程序的要求，请导出后修改再发布`,
    cause: read.error,
  });
}

function nothingPublished(): GenjinError {
  return new GenjinError('config', 'No playbook has been published', { userText: '还没有发布销售手册' });
}
