import { type EffectBody, type Op, step } from '../../core/effect.ts';
import { GenjinError } from '../../core/errors.ts';
import { calendarOf, replaceClocks, startClock } from '../../domain/clocks/clock-rules.ts';
import { assignmentNumber, awaitsOwner, isOpen, type Lead } from '../../domain/leads/lead.ts';
import type { Person } from '../../domain/people/person.ts';
import type { PlaybookVersion } from '../../domain/playbook/playbook.ts';
import type { DecisionSummary, RoutingDecision } from '../../domain/routing/model.ts';
import { route } from '../../domain/routing/route.ts';
import type { Change, Changed } from '../../stores/aggregate.ts';
import type { DecisionStore } from '../../stores/decisions.ts';
import type { LeadStore } from '../../stores/leads.ts';
import type { PeopleStore } from '../../stores/people.ts';
import type { Changes } from '../changes.ts';
import { cardAbout, refreshLead } from '../messages.ts';
import type { Playbooks } from '../playbooks.ts';
import { settleSlots } from './slots.ts';
import { toldToLoser } from './told-to-loser.ts';

export interface AssignDeps {
  leads: LeadStore;
  decisions: DecisionStore;
  people: PeopleStore;
  playbooks: Playbooks;
  changes: Changes;
}

export interface GiveOptions {
  /** `same-owner`: the customer is theirs already. */
  reason?: string | undefined;
  /** The assignment the decision was made for; if the lead has been assigned since, that one stands. */
  asOf?: number | undefined;
}

const MAX_ASSIGNMENTS_KEPT = 20;
/** More leads than anybody has. */
const NO_CAP = 1_000_000;
/** Each try loses a candidate whose last place went to somebody else meanwhile. */
const MAX_CLAIM_TRIES = 20;

/** Gives leads their owner (B1, B2, B7). A lead has exactly one owner at any time. */
export class AssignService {
  private readonly deps: AssignDeps;

  constructor(deps: AssignDeps) {
    this.deps = deps;
  }

  /**
   * Routes a lead that has no owner, or whose owner is to be replaced. Claims the winner's place before the lead is
   * written, so that two leads never take the same last place. With nobody eligible the decision is stored and the
   * lead stays under its assignment clock.
   * @param seen the lead as read or written a moment ago
   * @param options `overCap`: a manager has decided that caps do not count
   * @returns the lead afterwards
   */
  async route(leadId: string, op: Op, seen?: Lead, options: { overCap?: boolean } = {}): Promise<Lead> {
    const version = await this.deps.playbooks.current();
    const full = new Set<string>();
    for (let attempt = 0; attempt < MAX_CLAIM_TRIES; attempt++) {
      const reading = attempt === 0 && seen ? seen : this.mustGet(leadId);
      const [lead, everybody] = await Promise.all([reading, this.deps.people.all()]);
      const everyone = options.overCap ? everybody.map((p) => ({ ...p, cap: NO_CAP })) : everybody;
      if (!isOpen(lead) || !awaitsOwner(lead)) return lead;
      const exclude = new Map([
        ...lead.excluded.map((id): [string, string] => [id, '已转出或未及时跟进']),
        ...[...full].map((id): [string, string] => [id, '名额刚被占满']),
      ]);
      const decision = route({ lead, people: everyone, playbookVersion: version, now: op.now, exclude });
      if (!decision.winnerId) {
        const kept = await this.deps.decisions.keep(leadId, decision);
        return this.leaveUnassigned(lead, kept, step(op, 'nobody'));
      }
      const winner = everyone.find((p) => p._id === decision.winnerId);
      const cap = winner?.cap ?? version.playbook.routing.cap;
      const [kept, claimed] = await Promise.all([
        this.deps.decisions.keep(leadId, decision),
        winner && this.deps.people.claimSlot(winner._id, leadId, cap),
      ]);
      if (winner && claimed) return this.give(lead, winner, kept, version, step(op, 'assign'));
      await this.deps.decisions.discard(kept.id);
      full.add(decision.winnerId);
    }
    throw new GenjinError('conflict', `No place could be claimed for ${leadId}`);
  }

  /** A person's own decision: a manager picks, a rep keeps what they brought. Caps and gates do not apply. */
  async giveTo(leadId: string, userId: string, op: Op, options: GiveOptions = {}): Promise<Lead> {
    const { reason, asOf } = options;
    const [lead, person, version] = await Promise.all([
      this.mustGet(leadId),
      this.deps.people.get(userId),
      this.deps.playbooks.current(),
    ]);
    if (!person?.active) {
      throw new GenjinError('invalid', `No active person ${userId}`, {
        userText: '找不到这位同事，或已离职',
      });
    }
    if (!isOpen(lead))
      throw new GenjinError('invalid', `${leadId} is closed`, { userText: `${leadId} 已关闭，不能再分配` });
    if (lead.ownerId === userId && !awaitsOwner(lead)) return lead;
    if (asOf !== undefined && asOf !== assignmentNumber(lead)) return lead;
    const [kept] = await Promise.all([
      this.deps.decisions.keep(leadId, manualDecision(person, op, version, reason)),
      this.deps.people.forceSlot(userId, leadId),
    ]);
    return this.give(lead, person, kept, version, op);
  }

  /** Marks the lead to be given to somebody else than its owner, who keeps it until then (B7). */
  async release(leadId: string, op: Op, reason: string, auditKind: string): Promise<Lead> {
    const version = await this.deps.playbooks.current();
    const { doc } = await this.deps.changes.change(this.deps.leads, leadId, op, (lead) => {
      if (!isOpen(lead) || !lead.ownerId) return null;
      return releaseChange(lead, op, version, reason, auditKind);
    });
    return doc;
  }

  private async give(
    seen: Lead,
    winner: Person,
    decision: DecisionSummary,
    version: PlaybookVersion,
    op: Op,
  ): Promise<Lead> {
    const expected = assignmentNumber(seen);
    const { doc, changed } = await this.write(seen, decision, op, (lead) => {
      // Somebody else assigned it since we looked: theirs stands.
      if (!isOpen(lead) || assignmentNumber(lead) !== expected) return null;
      return assignmentChange(lead, winner, decision, version, op);
    });
    if (!changed) await settleSlots(doc._id, this.deps);
    return doc;
  }

  private async leaveUnassigned(lead: Lead, decision: DecisionSummary, op: Op): Promise<Lead> {
    const { doc } = await this.write(lead, decision, op, (current) => {
      if (!awaitsOwner(current)) return null;
      const text = lead.ownerId ? '暂无人可接手，等待主管指派' : '暂无人可分配，等待主管指派';
      return {
        set: { decision },
        effects: isFutile(current.decision)
          ? []
          : [
              {
                type: 'audit',
                entry: { kind: 'lead.unassignable', leadId: lead._id, customerId: lead.customerId, text },
              },
            ],
      };
    });
    return doc;
  }

  /** Writes a lead that refers to a decision kept a moment ago. Tables nothing refers to afterwards are taken away. */
  private async write(
    seen: Lead,
    decision: DecisionSummary,
    op: Op,
    change: (lead: Lead) => Change<Lead> | null,
  ): Promise<Changed<Lead>> {
    let before: DecisionSummary | undefined;
    const decide = (lead: Lead) => {
      before = lead.decision;
      return change(lead);
    };
    const result = await this.deps.changes.change(this.deps.leads, seen._id, op, decide, seen);
    if (!result.changed) await this.deps.decisions.discard(decision.id);
    else if (before && isFutile(before)) await this.deps.decisions.discard(before.id);
    return result;
  }

  private async mustGet(leadId: string): Promise<Lead> {
    const lead = await this.deps.leads.get(leadId);
    if (!lead) throw new GenjinError('not-found', `No lead ${leadId}`, { userText: `找不到线索 ${leadId}` });
    return lead;
  }
}

/** Nobody was found; the next try replaces it. */
function isFutile(decision: DecisionSummary | undefined): boolean {
  return decision !== undefined && decision.winnerId === undefined;
}

/** The change that asks for a new owner: the assignment clock, due at once, and who is out of the question. */
export function releaseChange(
  lead: Lead,
  op: Op,
  version: PlaybookVersion,
  reason: string,
  auditKind: string,
): Change<Lead> {
  const clock = startClock('assignment', version, {
    at: op.now,
    assignment: assignmentNumber(lead),
    firstDue: { at: op.now, because: '立即' },
  });
  const owner = lead.ownerId ?? '';
  return {
    set: {
      clocks: replaceClocks(lead.clocks, ['assignment'], [clock]),
      excluded: [...new Set([...lead.excluded, owner])],
      handover: { by: op.by, reason, at: op.now },
    },
    effects: [
      {
        type: 'audit',
        entry: {
          kind: auditKind,
          leadId: lead._id,
          customerId: lead.customerId,
          text: `待转出：${reason}`,
          before: { ownerId: owner },
        },
      },
    ],
  };
}

function assignmentChange(
  lead: Lead,
  winner: Person,
  decision: DecisionSummary,
  version: PlaybookVersion,
  op: Op,
): Change<Lead> {
  const n = assignmentNumber(lead) + 1;
  const firstTouch = startClock('first-touch', version, { at: op.now, assignment: n });
  const reason = lead.handover?.reason;
  const assignment = { n, ownerId: winner._id, at: op.now, by: op.by, reason };
  // A list is nobody waiting on the line: its cards let those of live leads pass, and come bundled.
  const urgency = n === 1 && lead.source === 'import' ? 'normal' : 'urgent';
  const effects: EffectBody[] = [
    cardAbout(lead, winner._id, 'lead-assigned', { params: { assignment: n }, urgency }),
    ...toldToLoser(lead, winner, op),
    { type: 'settle-slots', leadId: lead._id },
    { type: 'own-customer', customerId: lead.customerId, ownerId: winner._id, since: op.now },
    refreshLead(lead._id),
    {
      type: 'audit',
      entry: {
        kind: 'lead.assigned',
        leadId: lead._id,
        customerId: lead.customerId,
        text: `分配给 ${winner.name}${reason ? `（${reason}）` : ''}`,
        before: { ownerId: lead.ownerId ?? null },
        after: {
          ownerId: winner._id,
          policy: decision.policy,
          playbookVersion: version.version,
          decision: decision.id,
        },
      },
    },
  ];
  return {
    set: {
      ownerId: winner._id,
      status: 'assigned',
      assignments: [...lead.assignments, assignment].slice(-MAX_ASSIGNMENTS_KEPT),
      decision,
      handover: undefined,
      acceptedAt: undefined,
      assignedAt: op.now,
      firstAssignedAt: lead.firstAssignedAt ?? op.now,
      firstAssignedDay: lead.firstAssignedDay ?? calendarOf(version.playbook).dayKey(op.now),
      // A date promised to the customer binds the next owner too.
      clocks: replaceClocks(lead.clocks, ['assignment', 'first-touch', 'dwell'], [firstTouch]),
      traces: undefined,
      // What the owner before tried in vain says nothing of this one.
      attempts: undefined,
    },
    effects,
  };
}

function manualDecision(person: Person, op: Op, version: PlaybookVersion, reason?: string): RoutingDecision {
  const self = op.by === person._id;
  return {
    policy: reason === 'same-owner' ? 'same-owner' : 'manual',
    playbookVersion: version.version,
    at: op.now,
    winnerId: person._id,
    candidates: [
      {
        userId: person._id,
        eligible: true,
        reasons: [reason === 'same-owner' ? '客户已由其负责' : self ? '本人录入' : '人工指派'],
        scores: {},
        total: 100,
      },
    ],
  };
}
