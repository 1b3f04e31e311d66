import { type EffectBody, type Op, step } from '../../core/effect.ts';
import { subjectOf } from '../../core/message.ts';
import type { ImportProgress } from '../../domain/intake/import.ts';
import { isUntouched } from '../../domain/intake/untouched.ts';
import type { Lead } from '../../domain/leads/lead.ts';
import type { CustomerStore } from '../../stores/customers.ts';
import type { ImportStore } from '../../stores/imports.ts';
import type { LeadStore } from '../../stores/leads.ts';
import type { Changes } from '../changes.ts';
import { refreshLead } from '../messages.ts';

export interface ImportUndoDeps {
  imports: ImportStore;
  leads: LeadStore;
  customers: CustomerStore;
  changes: Changes;
}

/** Leads per turn of the engine. */
const SLICE = 24;

/** Not wanted, or taken back: the same file may come again. */
export function isGone({ state }: Pick<ImportProgress, 'state'>): boolean {
  return state === 'cancelled' || state === 'undone';
}

/**
 * Takes a whole import back while nobody has worked on it (A1). Each lead is closed first, so that places, cards and
 * calendars follow it like any other, and goes once nothing waits on it; a customer goes with its only lead. Cut off
 * anywhere, it goes on where it was: what is still there is what is left to do.
 */
export class ImportUndo {
  private readonly deps: ImportUndoDeps;

  constructor(deps: ImportUndoDeps) {
    this.deps = deps;
  }

  /** Begins it. @returns leads somebody works on already: then nothing is taken back */
  async begin(id: string, op: Op): Promise<{ progress: ImportProgress; busy: string[] }> {
    const progress = await this.deps.imports.get(id);
    if (progress?.state !== 'done' && progress) return { progress, busy: [] };
    const leads = await this.deps.leads.ofImport(id);
    const busy = leads.filter((lead) => !isUntouched(lead, id)).map(({ _id }) => _id);
    const { doc } = await this.deps.changes.change(this.deps.imports, id, op, (current) =>
      current.state === 'done' && busy.length === 0
        ? { set: { state: 'undoing' as const }, effects: [refreshImport(id)] }
        : null,
    );
    return { progress: doc, busy };
  }

  /** Takes every import that is being taken back a few leads further. @returns leads handled */
  async advance(now: Date): Promise<number> {
    let handled = 0;
    for (const progress of await this.deps.imports.undoing()) handled += await this.slice(progress, now);
    return handled;
  }

  private async slice(progress: ImportProgress, now: Date): Promise<number> {
    const { _id, by } = progress;
    const leads = await this.deps.leads.ofImport(_id);
    const closing = leads.filter((lead) => !lead.withdrawn && isUntouched(lead, _id)).slice(0, SLICE);
    for (const lead of closing) await this.withdraw(lead, progress, { key: `${_id}!undo`, now, by });
    const gone = leads.filter((lead) => lead.withdrawn && lead.effects.length === 0).slice(0, SLICE);
    for (const lead of gone) await this.remove(lead, _id);
    const left = leads.filter((lead) => !lead.withdrawn && !isUntouched(lead, _id)).length;
    if (left === leads.length) await this.finish(progress, left, now);
    return closing.length + gone.length;
  }

  /** Out of every list, place and calendar, and out of the figures of the day it came. */
  private async withdraw(lead: Lead, progress: ImportProgress, op: Op): Promise<void> {
    await this.deps.changes.change(this.deps.leads, lead._id, op, (current) => {
      if (!isUntouched(current, progress._id)) return null;
      const { _id: leadId, customerId } = current;
      const text = `导入「${progress.fileName}」已撤销`;
      const nothing = { firstAssignedAt: undefined, firstAssignedDay: undefined, firstTouchedAt: undefined };
      const effects: EffectBody[] = [
        { type: 'audit', entry: { kind: 'lead.withdrawn', leadId, customerId, text } },
        { type: 'settle-slots', leadId },
        { type: 'settle-deal', leadId },
        refreshLead(leadId),
      ];
      return {
        set: { ...nothing, status: 'lost' as const, withdrawn: true, clocks: [], closedAt: op.now },
        effects,
      };
    });
  }

  private async remove(lead: Lead, importId: string): Promise<void> {
    const { leads, customers } = this.deps;
    await leads.removeWithdrawn(lead._id);
    if (await leads.count({}, { customerId: lead.customerId })) return;
    await customers.removeMadeBy(lead.customerId, `${importId}:`);
  }

  private async finish(progress: ImportProgress, left: number, now: Date): Promise<void> {
    const { _id, by, counts } = progress;
    const undone = counts.created - left;
    await this.deps.changes.change(
      this.deps.imports,
      _id,
      step({ key: _id, now, by }, 'undone'),
      ({ state }) =>
        state === 'undoing'
          ? {
              set: { state: 'undone' as const, counts: { ...counts, undone, left } },
              effects: [refreshImport(_id)],
            }
          : null,
    );
  }
}

function refreshImport(id: string): EffectBody {
  return { type: 'refresh', subject: subjectOf('import', id) };
}
