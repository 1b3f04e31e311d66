import type { EffectBody, Op } from '../../core/effect.ts';
import { GenjinError } from '../../core/errors.ts';
import { dueAt } from '../../domain/calendar/due.ts';
import { parseDuration } from '../../domain/calendar/duration.ts';
import { calendarOf } from '../../domain/clocks/clock-rules.ts';
import { journeyOf, type Proposal } from '../../domain/journey/journey.ts';
import { frozenPaths, sameValue, valueWords, withProposal } from '../../domain/journey/locks.ts';
import { namedField } from '../../domain/leads/field-names.ts';
import type { Lead } from '../../domain/leads/lead.ts';
import { customerChanges, fieldsWith, writeFacts } from '../../domain/leads/write-facts.ts';
import type { Colleague } from '../../domain/people/person.ts';
import { resolveRecipients } from '../../domain/people/recipients.ts';
import { propertyShape } from '../../domain/playbook/options.ts';
import type { Playbook } from '../../domain/playbook/playbook.ts';
import { requestedBy } from '../../domain/rules/outcome.ts';
import { auditOf } from '../interactions/interaction-effects.ts';
import { cardAbout, refreshLead, textTo } from '../messages.ts';
import type { JourneyDeps } from './journey.ts';
import { managersOfLead } from './proposals.ts';

/** Fields a stage has locked (C6): who may change one after all, and what becomes of what was refused. */
export class LockService {
  private readonly deps: JourneyDeps;

  constructor(deps: JourneyDeps) {
    this.deps = deps;
  }

  /** Asks the manager to let one locked field be changed once. @throws GenjinError `invalid` when it is not locked */
  async askUnlock(leadId: string, name: string, reason: string, op: Op): Promise<Lead> {
    const { playbook } = await this.deps.playbooks.current();
    const people = await this.deps.directory.map();
    const { doc } = await this.deps.changes.change(this.deps.leads, leadId, op, (lead) => {
      const { path, label } = lockedField(lead, name, playbook, op.now);
      const journey = journeyOf(lead);
      const known = journey.proposals.find((one) => one.path === path && one.by === op.by);
      const proposal: Proposal = { ...known, path, label, by: op.by, at: op.now, reason };
      const params = { paths: [path] };
      return {
        set: { journey: { ...journey, proposals: withProposal(journey.proposals, proposal) } },
        effects: [
          { type: 'audit', entry: auditOf(lead, 'lead.unlock-asked', `申请解锁 ${label}：${reason}`) },
          ...managersOfLead(lead, people).map((to) => cardAbout(lead, to, 'lock-request', { params })),
        ],
      };
    });
    return doc;
  }

  /** A manager lets one locked field be changed once, for a day by the playbook's usual. */
  async unlock(leadId: string, name: string, reason: string | undefined, op: Op): Promise<Lead> {
    const version = await this.deps.playbooks.current();
    const { playbook } = version;
    const length = parseDuration(playbook.journey.unlock);
    const time = length.kind === 'workdays' ? 'workdays' : 'wall';
    const until = dueAt(op.now, { after: length, time }, calendarOf(playbook)).at;
    const { doc } = await this.deps.changes.change(this.deps.leads, leadId, op, (lead) => {
      const { path, label } = lockedField(lead, name, playbook, op.now);
      const journey = journeyOf(lead);
      const asked = journey.proposals.find((one) => one.path === path && one.value === undefined);
      const unlock = { path, by: op.by, at: op.now, until, ...(reason ? { reason } : {}) };
      const asker = asked?.by ?? lead.ownerId;
      const text = `${label} 已解锁，${playbook.journey.unlock} 内可以修改一次，例如：${lead._id} ${label}改成…`;
      return {
        set: {
          journey: {
            ...journey,
            unlocks: [...journey.unlocks.filter((one) => one.path !== path), unlock],
            proposals: journey.proposals.filter((one) => one.path !== path || one.value !== undefined),
          },
        },
        effects: [
          {
            type: 'audit',
            entry: auditOf(lead, 'lead.unlocked', `解锁 ${label}${reason ? `：${reason}` : ''}`),
          },
          ...(asker && asker !== op.by ? [textTo(asker, `${lead._id} ${lead.company}：${text}`)] : []),
          refreshLead(lead._id),
        ],
      };
    });
    return doc;
  }

  /**
   * Writes what was refused: a manager takes it over.
   * @param name the field, and behind it the value that is meant where several wait
   * @throws GenjinError `invalid` when that value does not wait there (any more); it says what does
   */
  async adopt(leadId: string, name: string, op: Op): Promise<Lead> {
    const version = await this.deps.playbooks.current();
    const people = await this.deps.directory.map();
    let made: ReturnType<typeof writeFacts>['changes'] = [];
    const { doc } = await this.deps.changes.change(this.deps.leads, leadId, op, (lead) => {
      const proposal = proposalFor(lead, name, version.playbook);
      const { path, label, value = null, by } = proposal;
      const journey = journeyOf(lead);
      const open: Lead = {
        ...lead,
        journey: {
          ...journey,
          unlocks: [...journey.unlocks, { path, by: op.by, at: op.now, until: new Date(+op.now + 1) }],
          proposals: journey.proposals.filter((one) => one.path !== path),
        },
      };
      const written = writeFacts(open, { values: [{ path, value }] }, version, op);
      made = written.changes;
      const text = `采纳 ${label}：${people.get(by)?.name ?? by} 提出的修改`;
      const change = written.changes[0];
      return {
        set: {
          ...written.set,
          journey: written.set.journey ?? { ...journeyOf(open), unlocks: journey.unlocks },
        },
        effects: [
          {
            type: 'audit',
            entry: {
              ...auditOf(lead, 'lead.facts-set', text, change && { [path]: change.after }),
              before: change && { [path]: change.before },
            },
          },
          ...written.notifications.flatMap(({ to, text: body }) =>
            resolveRecipients(to, lead, people).map((id) =>
              textTo(id, `${lead._id} ${lead.company}：${body}`),
            ),
          ),
          ...requestedBy(written, lead._id),
          ...toldOfAdopted(lead, proposal, people, op.by),
          refreshLead(lead._id),
        ],
      };
    });
    const own = customerChanges(made, version.playbook);
    if (own.length) {
      const after = { ...op, key: `${op.key}/customer` };
      await this.deps.changes.change(this.deps.customers, doc.customerId, after, (current) => ({
        set: { fields: fieldsWith(current.fields, own, 'after') },
      }));
    }
    return doc;
  }

  /** What was refused is let go. */
  async drop(leadId: string, name: string, op: Op): Promise<Lead> {
    const { playbook } = await this.deps.playbooks.current();
    const people = await this.deps.directory.map();
    const { doc } = await this.deps.changes.change(this.deps.leads, leadId, op, (lead) => {
      const dropped = proposalFor(lead, name, playbook, 'any');
      const { label, by } = dropped;
      const journey = journeyOf(lead);
      const text = `没有同意修改 ${label}`;
      return {
        set: { journey: { ...journey, proposals: journey.proposals.filter((one) => !isSame(one, dropped)) } },
        effects: [
          { type: 'audit', entry: auditOf(lead, 'lead.proposal-dropped', text) },
          ...(people.has(by) && by !== op.by ? [textTo(by, `${lead._id} ${lead.company}：主管${text}`)] : []),
          refreshLead(lead._id),
        ],
      };
    });
    return doc;
  }
}

/** Whoever proposed it hears that it was adopted; whoever proposed another value for that field, that theirs was not. */
function toldOfAdopted(
  lead: Lead,
  adopted: Proposal,
  people: ReadonlyMap<string, Colleague>,
  by: string,
): EffectBody[] {
  const { path, label, value = null } = adopted;
  const now = `${label}已改为 ${valueWords(value)}`;
  return journeyOf(lead)
    .proposals.filter((one) => one.path === path && people.has(one.by) && one.by !== by)
    .map((one) => {
      const text = isSame(one, adopted)
        ? `主管采纳了您的修改，${now}`
        : one.value === undefined
          ? `主管采纳了另一个修改，${now}；您申请的解锁不再需要决定`
          : `主管采纳了另一个修改，${now}；您提出的 ${valueWords(one.value)} 没有采纳`;
      return textTo(one.by, `${lead._id} ${lead.company}：${text}`);
    });
}

function isSame(one: Proposal, other: Proposal): boolean {
  return one.path === other.path && one.by === other.by && sameValue(one.value, other.value);
}

function lockedField(
  lead: Lead,
  name: string,
  playbook: Playbook,
  now: Date,
): { path: string; label: string } {
  const frozen = [...frozenPaths(lead, now)].map((path) => ({ path, label: labelOf(path, playbook) }));
  const found = namedField(name, playbook, new Set(frozen.map(({ path }) => path)));
  if (found) return found;
  const known = frozen.map(({ label }) => label).join('、');
  throw invalid(
    known ? `“${name.slice(0, 20)}”没有锁定。已锁定的有：${known}` : `${lead._id} 没有锁定的字段`,
  );
}

function proposalFor(
  lead: Lead,
  name: string,
  playbook: Playbook,
  which: 'values' | 'any' = 'values',
): Proposal {
  const { proposals } = journeyOf(lead);
  const waiting = which === 'any' ? proposals : proposals.filter(({ value }) => value !== undefined);
  const field = namedField(name, playbook, new Set(waiting.map(({ path }) => path)));
  if (!field) {
    const known = [...new Set(waiting.map(({ label }) => label))].join('、');
    throw invalid(
      known ? `没有“${name.slice(0, 20)}”的修改等您决定。有：${known}` : `${lead._id} 没有等您决定的修改`,
    );
  }
  const there = waiting.filter(({ path }) => path === field.path);
  const meant = field.rest ? there.filter((one) => calledIn(one) === field.rest.replace(/\s+/g, ' ')) : there;
  const [found, ...others] = meant;
  if (found && !others.length) return found;
  const each = there.map(calledIn).join('；');
  throw invalid(
    field.rest
      ? `“${field.rest.slice(0, 24)}”已经不是等您决定的修改，没有改动。${field.label}现在等您决定的是：${each}。请发：采纳 ${lead._id} ${field.label} 后面写上这个值`
      : `${field.label}有 ${there.length} 个修改等您决定：${each}。请写明是哪一个，例如：采纳 ${lead._id} ${field.label} ${valueWords(there[0]?.value ?? null)}`,
  );
}

function calledIn({ value }: Proposal): string {
  return value === undefined ? '解锁' : valueWords(value);
}

function labelOf(path: string, playbook: Playbook): string {
  return propertyShape(playbook, path.replace(/^fields\./, ''))?.label ?? path;
}

function invalid(userText: string): GenjinError {
  return new GenjinError('invalid', userText, { userText });
}
