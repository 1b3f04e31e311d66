import { type Op, step, wasBegun } from '../../core/effect.ts';
import { assignmentNumber, awaitsOwner, isOpen, type Lead } from '../../domain/leads/lead.ts';
import { UNASSIGNED } from '../../domain/leads/views.ts';
import type { Scope } from '../../domain/people/scope.ts';
import type { LeadStore } from '../../stores/leads.ts';
import type { AssignService } from './assign.ts';

export interface WaitingLeadsDeps {
  leads: LeadStore;
  assign: AssignService;
}

/** Leads given out by one command; a longer list takes another one. */
const AT_ONCE = 200;
const PARALLEL = 4;

/** Leads nobody was eligible for, many at a time (B1): after an import most of all. */
export class WaitingLeads {
  private readonly deps: WaitingLeadsDeps;

  constructor(deps: WaitingLeadsDeps) {
    this.deps = deps;
  }

  /**
   * A manager gives some of them to a person. What has been assigned meanwhile stays with whom it is.
   * @returns how many went to the person
   */
  async giveTo(scope: Scope, ids: readonly string[], userId: string, op: Op): Promise<number> {
    const wanted = { _id: { $in: [...ids] } };
    const leads = await this.deps.leads.list(scope, wanted, { limit: AT_ONCE });
    const waiting = leads.filter((lead) => isOpen(lead) && (awaitsOwner(lead) || wasBegun(lead, op)));
    const after = await this.forEach(waiting, op, (lead, own) =>
      this.deps.assign.giveTo(lead._id, userId, own, { asOf: assignmentNumber(lead) }),
    );
    return after.filter((lead) => lead.ownerId === userId && !awaitsOwner(lead)).length;
  }

  /**
   * Routes what waits in the scope as if nobody had a cap; every other rule holds.
   * @returns how many were looked at, at most 200, and how many of them found an owner
   */
  async distribute(scope: Scope, op: Op): Promise<{ looked: number; given: number }> {
    const options = { sort: { createdAt: 1 as const }, limit: AT_ONCE };
    const leads = await this.deps.leads.list(scope, UNASSIGNED, options);
    const after = await this.forEach(leads, op, (lead, own) =>
      this.deps.assign.route(lead._id, own, lead, { overCap: true }),
    );
    return { looked: leads.length, given: after.filter((lead) => !awaitsOwner(lead)).length };
  }

  private async forEach(
    leads: readonly Lead[],
    op: Op,
    assign: (lead: Lead, op: Op) => Promise<Lead>,
  ): Promise<Lead[]> {
    const done: Lead[] = [];
    const queue = leads.values();
    const worker = async () => {
      for (const lead of queue) done.push(await assign(lead, step(op, lead._id)));
    };
    await Promise.all(Array.from({ length: PARALLEL }, worker));
    return done;
  }
}
