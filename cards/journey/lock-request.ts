import { journeyOf, type Proposal } from '../../src/domain/journey/journey.ts';
import { valueWords } from '../../src/domain/journey/locks.ts';
import { type LeadPath, valueAt } from '../../src/domain/leads/lead-fields.ts';
import { describeValue } from '../../src/domain/records/field-value.ts';
import { button } from '../actions.ts';
import { defineCard, type Moot } from '../define.ts';
import { companyOf, formatWhen } from '../format.ts';
import { type LeadView, loadLeadView } from '../leads/lead-facts.ts';
import type { Card, CardButton, Fact } from '../model.ts';

interface View extends LeadView {
  waiting: Proposal[];
  names: ReadonlyMap<string, string>;
}

/** Two fields with two answers each; more are decided one after the other. */
const SHOWN = 2;
const SHORT = 8;

/** A manager decides about fields a stage has locked: what somebody wanted to write, or wants unlocked (C6). */
export const lockRequest = defineCard<View>({
  kind: 'lock-request',
  async load(request): Promise<View | Moot | null> {
    const view = await loadLeadView(request);
    if (!view) return null;
    const paths = Array.isArray(request.params.paths) ? request.params.paths.map(String) : [];
    const waiting = journeyOf(view.lead).proposals.filter(({ path }) => paths.includes(path));
    if (!waiting.length && request.params.sent !== true) return 'nothing';
    const people = await request.read.people();
    return { ...view, waiting, names: new Map([...people].map(([id, { name }]) => [id, name])) };
  },
  render({ lead, waiting, names, now, timeZone }): Card {
    return {
      kind: 'lock-request',
      title: `锁定字段：${lead._id} · ${companyOf(lead)}`,
      emphasis: waiting.length ? { text: '字段已锁定，没有修改，请您决定', tone: 'warn' } : undefined,
      facts: waiting
        .slice(0, SHOWN)
        .flatMap(({ path, label, value, by, at, reason }): Fact[] => [
          { name: label, value: describeValue(valueAt(lead, path as LeadPath) ?? null) },
          ...(value === undefined ? [] : [{ name: `${label}想改为`, value: describeValue(value) }]),
          { name: '提出', value: `${names.get(by) ?? WRITERS[by] ?? by} ${formatWhen(at, now, timeZone)}` },
          ...(reason ? [{ name: '原因', value: reason }] : []),
        ]),
      buttons: waiting.slice(0, SHOWN).flatMap(({ path, label, value }): CardButton[] => {
        const isOne = waiting.filter((one) => one.path === path).length === 1;
        if (value === undefined)
          return [
            button(`解锁${label}`, 'unlock', lead._id, { rest: label, style: 'primary' }),
            button(`不改${label}`, 'drop', lead._id, { rest: isOne ? label : `${label} 解锁` }),
          ];
        // The tap means the value this card shows, whatever has been proposed since.
        const words = valueWords(value);
        const name = isOne ? label : words.slice(0, SHORT);
        const rest = `${label} ${words}`;
        return [
          button(`采纳${name}`, 'adopt', lead._id, { rest, style: 'primary' }),
          button(`不改${isOne ? label : `为${name}`}`, 'drop', lead._id, { rest }),
        ];
      }),
      state: waiting.length ? undefined : '已决定',
    };
  },
});

const WRITERS: Record<string, string> = { rule: '规则' };
