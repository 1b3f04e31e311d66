import type { Op } from '../../core/effect.ts';
import { GenjinError } from '../../core/errors.ts';
import {
  approverOf,
  type GateItem,
  gateTo,
  givenKey,
  itemsOf,
  missingOf,
} from '../../domain/journey/gate.ts';
import { journeyOf } from '../../domain/journey/journey.ts';
import { decideMove } from '../../domain/journey/move.ts';
import type { MoveDecision, MoveWish } from '../../domain/journey/move-made.ts';
import { moveSigning, type SigningMoved } from '../../domain/journey/signing.ts';
import { stageLabel, stageOf } from '../../domain/journey/stages.ts';
import { isOpen, type Lead } from '../../domain/leads/lead.ts';
import type { Colleague } from '../../domain/people/person.ts';
import { resolveRecipients } from '../../domain/people/recipients.ts';
import type { Playbook } from '../../domain/playbook/playbook.ts';
import type { CustomerStore } from '../../stores/customers.ts';
import { isDuplicateKey } from '../../stores/database.ts';
import type { LeadStore } from '../../stores/leads.ts';
import type { Changes } from '../changes.ts';
import { auditOf } from '../interactions/interaction-effects.ts';
import { alertTo, refreshLead, textTo } from '../messages.ts';
import type { Directory } from '../people/directory.ts';
import type { Playbooks } from '../playbooks.ts';
import { approvalEffects, moveEffects } from './effects.ts';
import { managersOfLead } from './proposals.ts';

export interface JourneyDeps {
  leads: LeadStore;
  customers: CustomerStore;
  playbooks: Playbooks;
  directory: Directory;
  changes: Changes;
}

/** What came of a wish to move; `lead` is as it is now. */
export type Moved = (MoveDecision | { kind: 'repeated' }) & { lead: Lead };

/** The customer's journey (C5, C6): the one way in which a lead changes its stage, and what its gates and locks ask. */
export class JourneyService {
  private readonly deps: JourneyDeps;

  constructor(deps: JourneyDeps) {
    this.deps = deps;
  }

  /**
   * Moves a lead, or says why not. For every writer: chat, cards, pages, API, rules. A closed gate is remembered: the
   * move is carried out when its last item lands. The same operation again answers `repeated` and moves nothing.
   */
  async moveStage(leadId: string, wish: Omit<MoveWish, 'by' | 'via'>, op: Op): Promise<Moved> {
    const version = await this.deps.playbooks.current();
    const people = await this.deps.directory.map();
    let decision: MoveDecision | undefined;
    const decide = (lead: Lead) => {
      decision = decideMove(lead, { ...wish, by: op.by, via: op.via }, version, op.now);
      if (decision.kind === 'moved') {
        const effects = moveEffects(lead, decision.move, version.playbook, people);
        return { set: decision.set, effects };
      }
      if (decision.kind !== 'blocked') return null;
      const { pending } = journeyOf(lead);
      const isKnown = pending?.to === decision.to;
      const effects = isKnown ? [] : approvalEffects(lead, decision.missing, people);
      return { set: decision.asks, effects: [...effects, refreshLead(lead._id, ['stage'])] };
    };
    const { doc } = await this.deps.changes
      .change(this.deps.leads, leadId, op, decide)
      .catch((error: unknown) => {
        if (!isDuplicateKey(error)) throw error;
        const userText = `${leadId} 的客户已有另一条进行中的线索，不能重新打开`;
        throw new GenjinError('conflict', 'The customer has an open lead', { userText, cause: error });
      });
    // Without a decision this very operation has been carried out before.
    return { ...(decision ?? { kind: 'repeated' as const }), lead: doc };
  }

  /** A tick of the gate the lead stands at. @throws GenjinError `invalid` when no gate asks for it */
  async tick(leadId: string, name: string, op: Op): Promise<Lead> {
    const { playbook } = await this.deps.playbooks.current();
    return this.give(leadId, op, (lead) => {
      const ticks = openItems(lead, playbook).filter(({ kind }) => kind === 'tick');
      const found = ticks.find((item) => item.label === name || item.name === name);
      if (found) return { item: found, text: `已办：${found.label}` };
      const known = ticks.map(({ label }) => label).join('、');
      throw invalid(known ? `没有“${name.slice(0, 20)}”这一项。可以写：${known}` : '现在没有要勾选的事项');
    });
  }

  /** @throws GenjinError `forbidden` when nothing waits for this person's yes */
  async approve(leadId: string, op: Op): Promise<Lead> {
    const { playbook } = await this.deps.playbooks.current();
    const people = await this.deps.directory.map();
    return this.give(leadId, op, (lead) => {
      const item = openItems(lead, playbook).find((one) => approves(op.by, one, lead, people));
      if (!item) throw forbidden(`${leadId} 现在没有等您审批的事项`);
      return { item, text: `${item.label}：同意` };
    });
  }

  /** The move is not made, and whoever wants it is told why. */
  async reject(leadId: string, reason: string, op: Op): Promise<Lead> {
    const { playbook } = await this.deps.playbooks.current();
    const people = await this.deps.directory.map();
    const { doc } = await this.deps.changes.change(this.deps.leads, leadId, op, (lead) => {
      const journey = journeyOf(lead);
      const item = openItems(lead, playbook).find((one) => approves(op.by, one, lead, people));
      if (!item || !journey.pending) throw forbidden(`${leadId} 现在没有等您审批的事项`);
      const who = people.get(op.by)?.name ?? '主管';
      const label = stageOf(journey.pending.to, playbook)?.label ?? journey.pending.to;
      const text = `${who}没有同意推进到「${label}」：${reason}`;
      return {
        set: { journey: { ...journey, pending: undefined } },
        effects: [
          { type: 'audit', entry: auditOf(lead, 'lead.move-rejected', text) },
          ...(people.has(journey.pending.by)
            ? [textTo(journey.pending.by, `${lead._id} ${lead.company}：${text}`)]
            : []),
          refreshLead(lead._id),
        ],
      };
    });
    return doc;
  }

  /** Another day on which the contract is expected. @param day `2026-12-20` */
  async expectSigning(
    leadId: string,
    day: string,
    reason: string | undefined,
    op: Op,
  ): Promise<SigningMoved> {
    const version = await this.deps.playbooks.current();
    let outcome: SigningMoved | undefined;
    const { doc } = await this.deps.changes.change(this.deps.leads, leadId, op, (lead) => {
      outcome = moveSigning(lead, day, reason, version, op.by, op.now);
      if (outcome.kind !== 'set') return null;
      const text = `预计签约 ${day}${reason ? `：${reason}` : ''}`;
      return {
        set: { journey: { ...journeyOf(lead), signing: outcome.signing } },
        effects: [
          { type: 'audit', entry: auditOf(lead, 'lead.signing-expected', text, { day }) },
          refreshLead(lead._id),
        ],
      };
    });
    const { signing } = journeyOf(doc);
    // Without an outcome this very operation has been carried out before.
    return outcome ?? (signing ? { kind: 'set', signing } : { kind: 'refused', text: '没有预计签约的日期' });
  }

  /** Asks the owner's manager for help with a lead that stands still. @returns who was asked, by name */
  async askSupport(leadId: string, words: string, op: Op): Promise<string[]> {
    const { playbook } = await this.deps.playbooks.current();
    const people = await this.deps.directory.map();
    const managers = (lead: Lead) =>
      isOpen(lead) ? managersOfLead(lead, people).filter((id) => id !== op.by) : [];
    const { doc } = await this.deps.changes.change(this.deps.leads, leadId, op, (lead) => {
      const asked = managers(lead);
      if (!asked.length) return null;
      const asker = people.get(op.by)?.name ?? op.by;
      const text = `${asker}请您支持，现在在「${stageLabel(lead.stage, playbook)}」${words ? `：${words}` : ''}`;
      return {
        effects: [
          { type: 'audit', entry: auditOf(lead, 'lead.support-asked', text) },
          ...asked.map((id) => alertTo(lead, id, text)),
        ],
      };
    });
    return managers(doc).map((id) => people.get(id)?.name ?? id);
  }

  private async give(
    leadId: string,
    op: Op,
    choose: (lead: Lead) => { item: GateItem; text: string },
  ): Promise<Lead> {
    const { doc } = await this.deps.changes.change(this.deps.leads, leadId, op, (lead) => {
      if (!isOpen(lead)) throw invalid(`${lead._id} 已关闭`);
      const { item, text } = choose(lead);
      const journey = journeyOf(lead);
      const given = { ...journey.given, [givenKey(item.stage, item.item)]: { by: op.by, at: op.now } };
      return {
        set: { journey: { ...journey, given } },
        effects: [
          { type: 'audit', entry: auditOf(lead, 'lead.item-given', text, { item: item.item }) },
          refreshLead(lead._id),
        ],
      };
    });
    return doc;
  }
}

/** What is missing on the way to where the lead is asked to go, or else of its own stage. */
function openItems(lead: Lead, playbook: Playbook): GateItem[] {
  const { pending } = journeyOf(lead);
  const own = stageOf(lead.stage, playbook);
  const items = pending ? gateTo(pending.to, lead, playbook) : undefined;
  return missingOf(items ?? (own ? itemsOf(own, lead, playbook) : []));
}

function approves(by: string, item: GateItem, lead: Lead, people: ReadonlyMap<string, Colleague>): boolean {
  const role = approverOf(item);
  return role !== undefined && by !== lead.ownerId && resolveRecipients([role], lead, people).includes(by);
}

function invalid(userText: string): GenjinError {
  return new GenjinError('invalid', userText, { userText });
}

function forbidden(userText: string): GenjinError {
  return new GenjinError('forbidden', userText, { userText });
}
