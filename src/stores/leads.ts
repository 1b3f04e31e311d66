import { type Connection, Schema, type SchemaDefinition } from 'mongoose';
import type { EffectBody } from '../core/effect.ts';
import { standOfLead } from '../domain/facts/lead-facts.ts';
import { factEffects, postedAfter } from '../domain/facts/ledger.ts';
import type { Interaction } from '../domain/interactions/interaction.ts';
import { staleCalendars } from '../domain/interactions/promised-contact.ts';
import { standing } from '../domain/interactions/standing.ts';
import { concernsJourney } from '../domain/journey/settle-journey.ts';
import { LEAD_PROPERTIES, LIST_PROPERTIES } from '../domain/leads/description.ts';
import { isOpen, type Lead, OPEN_STATUSES } from '../domain/leads/lead.ts';
import { newsForGroup } from '../domain/leads/lead-group.ts';
import { newsForOrders } from '../domain/orders/lead-news.ts';
import { type Filter, redact, type Scope } from '../domain/people/scope.ts';
import type { PlaybookVersion } from '../domain/playbook/playbook.ts';
import type { DecisionSummary, RoutingDecision } from '../domain/routing/model.ts';
import { AGGREGATE_FIELDS } from './aggregate.ts';
import { STRICT } from './database.ts';
import { indexClocks, TICKING_FIELDS, TickingStore } from './ticking.ts';

/** What a lead can say of its customer: each property of the one list. */
function description(): SchemaDefinition {
  const properties = Object.keys(LEAD_PROPERTIES).map((name) => [
    name,
    (LIST_PROPERTIES as string[]).includes(name) ? [String] : String,
  ]);
  return {
    ...Object.fromEntries(properties),
    company: { type: String, default: '' },
    contactName: { type: String, default: '' },
    source: { type: String, required: true },
    otherPhones: { type: [String], default: undefined },
    fields: { type: Schema.Types.Mixed, default: {} },
  };
}

const schema = new Schema<Lead>(
  {
    ...AGGREGATE_FIELDS,
    ...TICKING_FIELDS,
    customerId: { type: String, required: true },
    status: { type: String, required: true },
    ...description(),
    tags: [String],
    stage: { type: String, required: true },
    journey: Schema.Types.Mixed,
    movedDay: String,
    ownerId: String,
    assignments: { type: [Object], default: [] },
    excluded: [String],
    handover: Schema.Types.Mixed,
    group: Schema.Types.Mixed,
    decision: Schema.Types.Mixed,
    ladder: { type: [Object], default: undefined },
    traces: { type: [Object], default: undefined },
    documents: { type: [Object], default: undefined },
    orders: { type: [Object], default: undefined },
    movedIn: Schema.Types.Mixed,
    withdrawn: Boolean,
    project: String,
    openFor: String,
    broughtBy: { type: [String], default: undefined },
    doubts: { type: [Object], default: undefined },
    createdAt: { type: Date, required: true },
    createdDay: { type: String, required: true },
    firstAssignedAt: Date,
    firstAssignedDay: String,
    assignedAt: Date,
    acceptedAt: Date,
    firstTouchedAt: Date,
    lastContactAt: Date,
    contactDays: Number,
    attempts: Schema.Types.Mixed,
    lastInteractionAt: Date,
    interactions: { type: Number, default: 0 },
    closedAt: Date,
    originKey: { type: String, required: true },
    submittedBy: { type: [String], default: undefined },
    playbookVersion: { type: Number, required: true },
    posted: { type: [String], default: undefined },
  },
  STRICT,
);
// A row, request or submission makes one lead, however often it is sent.
schema.index({ originKey: 1 }, { unique: true });
// One open lead per customer and project: what two requests at once cannot both create.
schema.index({ openFor: 1 }, { unique: true, sparse: true });
indexClocks(schema);
// What the relay's sweep looks for; sparse, because nearly no document has any.
schema.index({ effectsAt: 1 }, { sparse: true });
// A rep's leads, a rep's open leads, newest first: scopes, notes, handover.
schema.index({ ownerId: 1, status: 1, createdAt: -1 });
// Is a lead of this customer open?
schema.index({ customerId: 1, status: 1 });
// Reports read the leads of some days, so their cost follows the window and not the history.
schema.index({ firstAssignedDay: 1, ownerId: 1 });
schema.index({ movedDay: 1 }, { sparse: true });
// Lists, newest first.
schema.index({ createdAt: -1, _id: -1 });
// Open leads without a clock: the auditor's question, which must not read closed ones.
schema.index({ status: 1, nextDueAt: 1 });

const SEPARATED_AT_ONCE = 200;

export class LeadStore extends TickingStore<Lead> {
  constructor(connection: Connection) {
    const open = { status: { $in: [...OPEN_STATUSES] } };
    super(connection.model<Lead>('Lead', schema, 'leads'), open, deriveLead, causedBy);
  }

  async find(scope: Scope, id: string): Promise<Lead | null> {
    const [lead] = await this.findScoped(scope.leads, { _id: id }, { limit: 1 });
    return lead ? redact(scope, lead) : null;
  }

  async list(
    scope: Scope,
    filter: Filter,
    options: { sort?: Record<string, 1 | -1>; limit: number; skip?: number },
  ): Promise<Lead[]> {
    return (await this.findScoped(scope.leads, filter, options)).map((lead) => redact(scope, lead));
  }

  /** Ids of the open leads somebody has. */
  async openIdsOf(ownerId: string): Promise<string[]> {
    const open = { ownerId, status: { $in: [...OPEN_STATUSES] } };
    return (await this.model.find(open, { _id: 1 }).lean()).map((lead) => lead._id);
  }

  /** Leads as they once were, with the whole table of their decision on them, keep what `keep` answers instead. */
  async separateDecisions(
    keep: (leadId: string, decision: RoutingDecision) => Promise<DecisionSummary>,
  ): Promise<void> {
    for (;;) {
      const whole = { 'decision.candidates': { $exists: true } };
      const leads = await this.findScoped({}, whole, { limit: SEPARATED_AT_ONCE });
      if (!leads.length) return;
      for (const { _id, rev, decision } of leads) {
        const kept = await keep(_id, decision as unknown as RoutingDecision);
        await this.model.updateOne({ _id, rev }, { $set: { decision: kept }, $inc: { rev: 1 } });
      }
    }
  }

  /**
   * How far a lead has come, as its records say; its clocks run on as they are.
   * @param recordsOf all its records, judged with the lead as it is
   * @returns the records; of a lead that is gone, judged without it
   */
  async standAs(
    leadId: string,
    version: Pick<PlaybookVersion, 'playbook'>,
    recordsOf: (lead: Lead | null) => Interaction[],
  ): Promise<Interaction[]> {
    for (;;) {
      const lead = await this.get(leadId);
      const records = recordsOf(lead);
      if (!lead) return records;
      const counting = records.filter(({ state }) => state !== 'undone');
      const { firstTouchedAt, lastContactAt, contactDays, attempts, status } = standing(
        lead,
        counting,
        version,
      );
      const set = { firstTouchedAt, lastContactAt, contactDays, attempts, ...(isOpen(lead) && { status }) };
      const entries = Object.entries(set);
      const known = Object.fromEntries(entries.filter(([, value]) => value !== undefined));
      const gone = entries.filter(([, value]) => value === undefined).map(([key]) => [key, '']);
      const { matchedCount } = await this.model.updateOne(
        { _id: leadId, rev: lead.rev },
        { $set: known, ...(gone.length && { $unset: Object.fromEntries(gone) }), $inc: { rev: 1 } },
      );
      if (matchedCount) return records;
    }
  }

  /** Every lead a row of this import made, the closed ones too. */
  async ofImport(importId: string): Promise<Lead[]> {
    // ';' follows ':' in every encoding: a range needs no pattern and is served by the index.
    return this.findScoped({}, { originKey: { $gte: `${importId}:`, $lt: `${importId};` } });
  }

  /** Takes a lead away for good, once it has been withdrawn. */
  async removeWithdrawn(id: string): Promise<void> {
    await this.model.deleteOne({ _id: id, withdrawn: true });
  }

  async byOrigin(originKey: string): Promise<Lead | null> {
    const [lead] = await this.findScoped({}, { originKey }, { limit: 1 });
    return lead ?? null;
  }
}

/** The project's one open lead follows from the status, the day of its newest move from the moves. */
function deriveLead(set: Partial<Lead>, lead: Lead): Partial<Lead> {
  const derived = derivedFrom(set, lead);
  const posted = postedAfter(lead, standOfLead({ ...lead, ...derived }), lead.rev + 1);
  return posted === lead.posted ? derived : { ...derived, posted };
}

function derivedFrom(set: Partial<Lead>, lead: Lead): Partial<Lead> {
  return {
    ...set,
    ...(set.journey?.moves.length && { movedDay: set.journey.moves.at(-1)?.day }),
    ...(set.status && { openFor: OPEN_STATUSES.includes(set.status) ? projectOf(lead) : undefined }),
  };
}

function projectOf({ customerId, project }: Lead): string {
  return project === undefined ? customerId : `${customerId}#${project}`;
}

/** Leads change in many ways; none of them may forget the calendars, the lead's group, or its journey. */
function causedBy(before: Lead, after: Lead): EffectBody[] {
  const people = staleCalendars(before, after);
  const calendars: EffectBody[] = people.length ? [{ type: 'calendar', leadId: after._id, people }] : [];
  const journey: EffectBody[] = concernsJourney(before, after)
    ? [{ type: 'journey', leadId: after._id }]
    : [];
  const isMove = before.stage !== after.stage && after.journey?.moves.at(-1)?.kind !== 'replaced';
  const entered: EffectBody[] = isMove
    ? [{ type: 'lead-event', leadId: after._id, event: 'stage.entered', stage: after.stage }]
    : [];
  const facts = factEffects(before, after, () => standOfLead(after));
  return [
    ...calendars,
    ...newsForGroup(before, after),
    ...journey,
    ...entered,
    ...facts,
    ...newsForOrders(before, after),
  ];
}
