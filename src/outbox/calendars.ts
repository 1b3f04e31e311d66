import { companyOf, contactOf } from '../../cards/format.ts';
import { digest } from '../core/ids.ts';
import { promisedContact } from '../domain/interactions/promised-contact.ts';
import type { Lead } from '../domain/leads/lead.ts';
import type { Colleague } from '../domain/people/person.ts';
import { type Calendar, type CalendarEntry, SendError, type Sender } from '../platforms/platform.ts';
import type { CalendarStore } from '../stores/calendar.ts';
import type { LeaseStore } from '../stores/leases.ts';
import type { OutboxRow } from '../stores/outbox.ts';

export interface CalendarsDeps {
  entries: CalendarStore;
  leases: LeaseStore;
  /** Names this process. */
  owner: string;
  platforms: readonly Sender[];
  /** The lead as this person may see it. */
  leadFor(to: Colleague, leadId: string): Promise<Lead | null>;
}

const MEETING_MS = 30 * 60_000;
/** Longer than any call to a platform takes. */
const LEASE_MS = 60_000;
const BUSY_MS = 2_000;

/**
 * Keeps one entry per lead and owner: there, moved or gone, as the lead says at this moment. A change of the lead
 * only asks for it to be looked at, so asking twice, late or after a crash comes to the same.
 */
export class Calendars {
  private readonly deps: CalendarsDeps;

  constructor(deps: CalendarsDeps) {
    this.deps = deps;
  }

  /** @returns the entry that stands there now; null when there is none. @throws SendError */
  async settle(row: OutboxRow, to: Colleague, now: Date): Promise<{ platform: string; id: string } | null> {
    const { leases, owner } = this.deps;
    const key = `${row.refs.lead}:${to._id}`;
    const lease = `calendar:${key}`;
    // Two processes that settle the same entry would each write one.
    if (!(await leases.hold(lease, owner, now, LEASE_MS))) {
      throw new SendError(`${key} is being written`, false, BUSY_MS);
    }
    try {
      return await this.settleAlone(key, row.refs.lead ?? '', to);
    } finally {
      await leases.release(lease, owner);
    }
  }

  private async settleAlone(key: string, leadId: string, to: Colleague) {
    const known = await this.deps.entries.get(key);
    const account = this.accountOf(to, known?.platform);
    if (!account) return null;
    const { platform, calendar, userId } = account;
    const lead = await this.deps.leadFor(to, leadId);
    const promised = lead && promisedContact(lead);
    if (!lead || !to.active || promised?.ownerId !== to._id) {
      if (known) await this.remove(key, known.providerId, calendar, userId);
      return null;
    }
    const entry = { key, userId, ...describe(lead, promised.at) };
    return { platform, id: await this.write(entry, platform, calendar) };
  }

  private async write(entry: CalendarEntry, platform: string, calendar: Calendar): Promise<string> {
    const { entries } = this.deps;
    const { key } = entry;
    const shown = digest(JSON.stringify(entry));
    const known = await entries.get(key);
    if (known?.shown === shown && known.providerId) return known.providerId;
    const old = known && (known.providerId ?? (await calendar.find(entry)));
    if (old && (await calendar.change(old, entry))) {
      await entries.written(key, old, shown);
      return old;
    }
    await entries.begin(key, platform);
    const id = await calendar.add(entry);
    await entries.written(key, id, shown);
    return id;
  }

  private async remove(key: string, providerId: string | undefined, calendar: Calendar, userId: string) {
    const id = providerId ?? (await calendar.find({ key, userId }));
    if (id) await calendar.remove(id, userId);
    await this.deps.entries.removed(key);
  }

  /** Where the entry is, else the first platform of this person that has calendars. */
  private accountOf(to: Colleague, where: string | undefined) {
    for (const { name, calendar } of this.deps.platforms) {
      const account = to.accounts.find((one) => one.platform === name);
      if (calendar && account && (where ?? name) === name)
        return { platform: name, calendar, userId: account.userId };
    }
    return undefined;
  }
}

function describe(lead: Lead, at: Date): Pick<CalendarEntry, 'title' | 'note' | 'begins' | 'ends'> {
  const note = [`线索 ${lead._id}`, lead.need && `需求：${lead.need}`].filter(Boolean).join('\n');
  const ends = new Date(at.getTime() + MEETING_MS);
  return { title: `跟进：${companyOf(lead)} ${contactOf(lead)}`, note, begins: at, ends };
}
