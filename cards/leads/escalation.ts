import { button } from '../actions.ts';
import { defineCard } from '../define.ts';
import { companyOf } from '../format.ts';
import type { Card } from '../model.ts';
import { type DueView, loadDueView, stillness } from './first-touch-due.ts';
import { leadFacts } from './lead-facts.ts';
import { LISTED_AS_OVERDUE } from './overdue.ts';

/** Still untouched after the reminder: to whoever the playbook names next (B3). */
export const escalation = defineCard<DueView>({
  kind: 'escalation',
  listedAs: LISTED_AS_OVERDUE,
  load: loadDueView,
  render(view): Card {
    const { lead, asked, waited, became } = view;
    const still = stillness(view);
    const who = asked?.name ?? '无人';
    const since = view.clock === 'follow-up' ? `约定的时间已过 ${waited}` : `已等待 ${waited}`;
    return {
      kind: 'escalation',
      title: `${still ? '停滞升级' : '超时未联系'} ${lead._id} · ${companyOf(lead)}`,
      emphasis: became ? undefined : { text: `${who} 负责，${still ?? since}`, tone: 'danger' },
      facts: [{ name: '负责人', value: asked?.name ?? '未分配' }, ...leadFacts(view)],
      tags: lead.tags,
      body: became ? undefined : '已提醒负责人与直属主管，建议改派或直接联系负责人。',
      buttons: became
        ? [button('查看', 'view', lead._id)]
        : [
            button('催办', 'nudge', lead._id, { style: 'primary' }),
            button('改派', 'assign', lead._id),
            button('查看', 'view', lead._id),
          ],
      state: became,
    };
  },
});
