import { GenjinError } from '../../core/errors.ts';
import { journeyOf, type StageMove } from '../../domain/journey/journey.ts';
import { stageLabel } from '../../domain/journey/stages.ts';
import type { Lead } from '../../domain/leads/lead.ts';
import { EVERYTHING } from '../../domain/people/scope.ts';
import type { Playbook, PlaybookVersion } from '../../domain/playbook/playbook.ts';
import type { LeadStore } from '../../stores/leads.ts';
import { auditOf } from '../interactions/interaction-effects.ts';

/** Leads moved in one go; the rest follow in the next. */
const AT_ONCE = 200;

/**
 * A version that takes a stage away or renames its id must say where that stage's leads go (`journey.replaces`).
 * @throws GenjinError `invalid` naming the stages and how many leads stand there
 */
export async function assertPlaceForAll(before: Playbook, after: Playbook, leads: LeadStore): Promise<void> {
  const kept = new Set(after.stages.map(({ id }) => id));
  const gone = before.stages.filter(({ id }) => !kept.has(id) && !after.journey.replaces[id]);
  const problems: string[] = [];
  for (const { id, label } of gone) {
    const n = await leads.count(EVERYTHING.leads, { stage: id });
    if (n) problems.push(`节点“${label}”（${id}）上还有 ${n} 条线索，新版没有这个节点`);
  }
  if (!problems.length) return;
  const userText = `${problems.join('；')}。请在 journey.replaces 写明它们去哪，例如：${gone[0]?.id}: ${after.stages[0]?.id}`;
  throw new GenjinError('invalid', 'Leads would stand at no stage', { userText });
}

/** Moves the leads of stages that are no more to those that replace them. Again changes nothing; can be cut off anywhere. */
export async function relocateLeads(version: PlaybookVersion, leads: LeadStore, now: Date): Promise<void> {
  const { playbook } = version;
  for (const [from, to] of Object.entries(playbook.journey.replaces)) {
    if (playbook.stages.some(({ id }) => id === from)) continue;
    for (;;) {
      const found = await leads.list(EVERYTHING, { stage: from }, { limit: AT_ONCE });
      if (!found.length) break;
      for (const { _id } of found) {
        const op = { key: `stages:v${version.version}:${from}`, now, by: 'playbook' };
        await leads.change(_id, op, (lead) =>
          lead.stage === from ? relocated(lead, to, version, now) : null,
        );
      }
    }
  }
}

function relocated(lead: Lead, to: string, { version, playbook }: PlaybookVersion, now: Date) {
  const journey = journeyOf(lead);
  const reason = `打法第 ${version} 版：节点 ${lead.stage} 改为 ${stageLabel(to, playbook)}`;
  const move: StageMove = {
    ...{ kind: 'replaced' as const, from: lead.stage, to, at: now, by: 'playbook' },
    ...{ items: [], reason, playbookVersion: version },
  };
  const locks = journey.locks.map((lock) => (lock.stage === lead.stage ? { ...lock, stage: to } : lock));
  return {
    // It has been there since it entered the stage under its old name.
    set: { stage: to, journey: { ...journey, moves: [...journey.moves, move], locks, pending: undefined } },
    effects: [{ type: 'audit' as const, entry: auditOf(lead, 'lead.moved', reason, { stage: to }) }],
  };
}
