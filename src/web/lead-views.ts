import { type Lead, STATUS_LABELS } from '../domain/leads/lead.ts';
import type { AuditEntry } from '../stores/audit.ts';

/** How a lead stands, for whoever submitted it: nothing of the customer, the owner or what was said. */
export function progressView({ _id: id, status, createdAt, assignedAt, firstTouchedAt, closedAt }: Lead) {
  return {
    id,
    status,
    statusText: STATUS_LABELS[status],
    createdAt,
    assignedAt: assignedAt ?? null,
    firstTouchedAt: firstTouchedAt ?? null,
    closedAt: closedAt ?? null,
  };
}

/** The lead's public shape; alone, it has its decision and its timeline in full. */
export function leadView(lead: Lead) {
  return {
    id: lead._id,
    customerId: lead.customerId,
    status: lead.status,
    ownerId: lead.ownerId ?? null,
    company: lead.company,
    contactName: lead.contactName,
    title: lead.title ?? null,
    phone: lead.phone ?? null,
    otherPhones: lead.otherPhones ?? [],
    wechat: lead.wechat ?? null,
    email: lead.email ?? null,
    source: lead.source,
    channel: lead.channel ?? null,
    campaign: lead.campaign ?? null,
    city: lead.city ?? null,
    address: lead.address ?? null,
    industry: lead.industry ?? null,
    region: lead.region ?? null,
    products: lead.products,
    categories: lead.categories,
    budget: lead.budget ?? null,
    need: lead.need ?? null,
    externalId: lead.externalId ?? null,
    tags: lead.tags,
    stage: lead.stage,
    decision: lead.decision ?? null,
    clocks: lead.clocks.map(({ name, step, dueAt, because, playbookVersion }) => ({
      name,
      step,
      dueAt,
      because,
      playbookVersion,
    })),
    fields: lead.fields,
    createdAt: lead.createdAt,
    assignedAt: lead.assignedAt ?? null,
    firstTouchedAt: lead.firstTouchedAt ?? null,
    lastContactAt: lead.lastContactAt ?? null,
    attempts: lead.attempts ?? null,
    lastInteractionAt: lead.lastInteractionAt ?? null,
  };
}

export function lineView({ at, kind, by, text, via, before, after }: AuditEntry) {
  return { at, kind, by, text, ...(via && { via }), before, after };
}
