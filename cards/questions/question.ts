import { calendarOf } from '../../src/domain/clocks/clock-rules.ts';
import { leadPath, valueAt } from '../../src/domain/leads/lead-fields.ts';
import type { QuestionItem } from '../../src/domain/questions/item.ts';
import { button } from '../actions.ts';
import { defineCard } from '../define.ts';
import { companyOf } from '../format.ts';
import { type LeadView, loadLeadView } from '../leads/lead-facts.ts';
import type { Card } from '../model.ts';
import { controlsOf } from './controls.ts';

interface View extends LeadView {
  item: QuestionItem;
  /** It has a value by now, whoever gave it. */
  known: boolean;
}

const DAYS_OFFERED = 3;

/** One question about a lead, with the control it needs. */
export const question = defineCard<View>({
  kind: 'question',
  async load(request) {
    const item = request.params.item as QuestionItem | undefined;
    const view = item && (await loadLeadView(request));
    if (!item || !view) return null;
    const path = leadPath(item.id, view.version.playbook);
    return { ...view, item, known: path !== undefined && valueAt(view.lead, path) !== undefined };
  },
  render({ lead, item, known, now, version }): Card {
    const title = `${item.prompt ?? `${item.label}？`} ${lead._id} · ${companyOf(lead)}`;
    if (known) return { kind: 'question', title, facts: [], buttons: [], state: '已填' };
    const calendar = calendarOf(version.playbook);
    const days = Array.from({ length: DAYS_OFFERED }, (_, i) =>
      calendar.dayKey(calendar.addWorkdays(now, i + 1)),
    );
    const { buttons, selects, how } = controlsOf(item, lead._id, days);
    return {
      kind: 'question',
      title,
      facts: [],
      body: [item.why, how].filter(Boolean).join('\n'),
      selects,
      buttons: [...buttons, button('稍后', 'ask-later', lead._id)],
    };
  },
});
