import type { WeekOfVisits } from '../../src/domain/interactions/visit.ts';
import { button } from '../actions.ts';
import { defineCard } from '../define.ts';
import type { Card } from '../model.ts';

const SHOWN = 10;
const BUTTONS = 3;

/** The last seven days' visits at or under the red line (C4), for whoever coaches the reps. */
export const visitQuality = defineCard<WeekOfVisits>({
  kind: 'visit-quality',
  async load({ params }) {
    return params.week ? (params.week as WeekOfVisits) : null;
  },
  render({ visits, red }): Card {
    return {
      kind: 'visit-quality',
      title: '近 7 天拜访质量',
      emphasis: {
        text: `${visits} 次拜访，${red.length} 次偏低`,
        tone: red.length ? 'warn' : 'good',
      },
      facts: red.slice(0, SHOWN).map(({ id, leadId, company, by, score, hints }) => ({
        name: id,
        value: `${by} · ${leadId} ${company}：${score}${hints ? `｜提示：${hints}` : ''}`,
      })),
      body: red.length > SHOWN ? `另有 ${red.length - SHOWN} 次没有列出。` : undefined,
      buttons: red
        .slice(0, BUTTONS)
        .map(({ leadId }) => button(`查看 ${leadId}`, 'view', leadId, { id: `view-${leadId}` })),
    };
  },
});
