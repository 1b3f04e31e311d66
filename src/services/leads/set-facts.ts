import type { Op } from '../../core/effect.ts';
import { step } from '../../core/effect.ts';
import { GenjinError } from '../../core/errors.ts';
import { readFieldValue } from '../../domain/intake/field-value.ts';
import type { Proposal } from '../../domain/journey/journey.ts';
import { isOpen, type Lead } from '../../domain/leads/lead.ts';
import { leadPath } from '../../domain/leads/lead-fields.ts';
import { customerChanges, fieldsWith, journeyAfter, writeFacts } from '../../domain/leads/write-facts.ts';
import { resolveRecipients } from '../../domain/people/recipients.ts';
import { propertyShape } from '../../domain/playbook/options.ts';
import type { PlaybookVersion } from '../../domain/playbook/playbook.ts';
import type { FactChange, FactsWish } from '../../domain/records/facts.ts';
import { requestedBy } from '../../domain/rules/outcome.ts';
import { budgetBand } from '../../domain/tags/budget-band.ts';
import type { CustomerStore } from '../../stores/customers.ts';
import type { LeadStore } from '../../stores/leads.ts';
import type { Changes } from '../changes.ts';
import { auditOf } from '../interactions/interaction-effects.ts';
import { askAbout } from '../journey/proposals.ts';
import { refreshLead, textTo } from '../messages.ts';
import type { Directory } from '../people/directory.ts';
import type { Playbooks } from '../playbooks.ts';

export interface FactDeps {
  leads: LeadStore;
  customers: CustomerStore;
  playbooks: Playbooks;
  directory: Directory;
  changes: Changes;
}

/** Sets values of a lead for other systems; what people say in chat comes as a record, by the same domain function. */
export class FactService {
  private readonly deps: FactDeps;

  constructor(deps: FactDeps) {
    this.deps = deps;
  }

  /**
   * @param raw by name (`budget`, a field's id); `null` empties the value
   * @throws GenjinError `invalid` naming what is no field or no value of its kind, `conflict` when the lead is closed or
   *   its stage has frozen one of them; nothing is written then
   */
  async set(leadId: string, raw: Readonly<Record<string, unknown>>, op: Op): Promise<Lead> {
    const version = await this.deps.playbooks.current();
    const wish = readWish(raw, version);
    const people = await this.deps.directory.map();
    let made: FactChange[] = [];
    let frozen: Proposal[] = [];
    const { doc } = await this.deps.changes.change(this.deps.leads, leadId, op, (lead) => {
      if (!isOpen(lead)) throw refused(`${lead._id} 已关闭，不能修改`);
      const written = writeFacts(lead, wish, version, op);
      const { set, changes, refused: locked, notifications } = written;
      // What rules wanted besides is no fault of the caller's.
      frozen = locked.filter(({ by }) => by === op.by);
      made = frozen.length ? [] : changes;
      if (frozen.length) {
        // All or nothing, for a system expects it; what it wanted waits for a manager.
        const effects = [...askAbout(lead, frozen, people), refreshLead(lead._id)];
        return { set: { journey: journeyAfter(lead, [], frozen, op.now) }, effects };
      }
      if (!changes.length) return null;
      const entry = {
        ...auditOf(lead, 'lead.facts-set', `更新资料：${changes.map(({ label }) => label).join('、')}`),
        before: Object.fromEntries(changes.map(({ path, before }) => [path, before])),
        after: Object.fromEntries(changes.map(({ path, after }) => [path, after])),
      };
      const told = notifications.flatMap(({ to, text }) =>
        resolveRecipients(to, lead, people).map((id) => textTo(id, `${lead._id} ${lead.company}：${text}`)),
      );
      return {
        set,
        effects: [
          { type: 'audit', entry },
          ...told,
          ...requestedBy(written, lead._id),
          refreshLead(lead._id),
        ],
      };
    });
    if (frozen.length) throw lockedBy(frozen);
    const own = customerChanges(made, version.playbook);
    if (own.length) {
      await this.deps.changes.change(
        this.deps.customers,
        doc.customerId,
        step(op, 'customer'),
        (current) => ({
          set: { fields: fieldsWith(current.fields, own, 'after') },
        }),
      );
    }
    return doc;
  }
}

function readWish(raw: Readonly<Record<string, unknown>>, { playbook }: PlaybookVersion): FactsWish {
  const values = Object.entries(raw).map(([name, value]) => {
    const path = leadPath(name, playbook);
    const shape = propertyShape(playbook, name.replace(/^fields\./, ''));
    if (!path || !shape) throw invalid(`没有叫“${name.slice(0, 40)}”的字段`);
    const isSum = shape.type === 'band' && (typeof value === 'string' || typeof value === 'number');
    const band = isSum ? budgetBand(value, playbook) : undefined;
    const read = readFieldValue(band ?? value, shape);
    if (!read.ok) throw invalid(`${shape.label}：${read.message}`);
    return { path, value: read.value ?? null };
  });
  if (!values.length) throw invalid('没有要修改的字段');
  return { values };
}

function invalid(userText: string): GenjinError {
  return new GenjinError('invalid', userText, { userText });
}

/** 409 names the fields; the proposals are with the manager. */
function lockedBy(frozen: readonly Proposal[]): GenjinError {
  const userText = `已锁定，没有修改，已转主管决定：${frozen.map(({ label }) => label).join('、')}`;
  const problems = frozen.map(({ path, label }) => ({
    path: path.replace(/^fields\./, ''),
    message: `${label}已锁定`,
  }));
  return new GenjinError('conflict', 'Fields are locked', { userText, problems });
}

function refused(userText: string): GenjinError {
  return new GenjinError('conflict', userText, { userText });
}
