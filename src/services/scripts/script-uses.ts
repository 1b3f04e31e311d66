import type { Op } from '../../core/effect.ts';
import type { Person } from '../../domain/people/person.ts';
import type { Scope } from '../../domain/people/scope.ts';
import type { Script } from '../../domain/playbook/words.ts';
import { type ScriptFigures, scriptFigures } from '../../domain/script-uses.ts';
import type { LeadStore } from '../../stores/leads.ts';
import type { PeopleStore } from '../../stores/people.ts';
import type { ScriptUseStore } from '../../stores/script-uses.ts';

export interface ScriptUseDeps {
  scriptUses: ScriptUseStore;
  leads: LeadStore;
  people: Pick<PeopleStore, 'setScriptStyle'>;
}

const DAYS_MS = 90 * 86_400_000;
const MOST = 5_000;

/** Scripts people take (C9): what they use is counted, the style they prefer is remembered. */
export class ScriptUses {
  private readonly deps: ScriptUseDeps;

  constructor(deps: ScriptUseDeps) {
    this.deps = deps;
  }

  /** Somebody took a script for a lead; its style is theirs from now on. */
  async use(script: Script, leadId: string, person: Person, op: Op): Promise<void> {
    const { id, style } = script;
    await this.deps.scriptUses.add({
      ...{ _id: op.key, script: id, leadId, by: person._id, at: op.now },
      ...(style && { style }),
    });
    if (style) await this.deps.people.setScriptStyle(person._id, style);
  }

  async prefer(style: NonNullable<Script['style']>, person: Person): Promise<void> {
    await this.deps.people.setScriptStyle(person._id, style);
  }

  /** What came of the last 90 days' uses, over the leads in scope. */
  async figures(scope: Scope, now: Date): Promise<ScriptFigures[]> {
    const uses = await this.deps.scriptUses.since(new Date(now.getTime() - DAYS_MS), MOST);
    const ids = [...new Set(uses.map(({ leadId }) => leadId))];
    const leads = await this.deps.leads.list(scope, { _id: { $in: ids } }, { limit: ids.length || 1 });
    return scriptFigures(uses, new Map(leads.map((lead) => [lead._id, lead])));
  }
}
