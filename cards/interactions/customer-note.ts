import type { Lead } from '../../src/domain/leads/lead.ts';
import { truncateText } from '../../src/domain/normalise/text.ts';
import { button } from '../actions.ts';
import { defineCard } from '../define.ts';
import { companyOf } from '../format.ts';
import type { Card } from '../model.ts';

interface View {
  lead: Lead;
  text: string;
}

const SHOWN_BACK = 100;

/** A line about a customer who has no open lead: a new one, or kept with the customer. One tap each, never a guess. */
export const customerNote = defineCard<View>({
  kind: 'customer-note',
  async load({ read, refs, params }) {
    const lead = await read.lead(refs.lead ?? '');
    return lead && { lead, text: String(params.text ?? '') };
  },
  render({ lead, text }): Card {
    const name = companyOf(lead);
    return {
      kind: 'customer-note',
      title: `${name} 没有进行中的线索，记到哪里？`,
      facts: [{ name: '客户', value: `${name}（${lead.customerId}）` }],
      quote: truncateText(text, SHOWN_BACK, '…'),
      body: '有新需求、要到时提醒，选「新线索」；「记到客户」只留记录，不提醒。',
      buttons: [
        button('新线索', 'new-customer', '', { id: 'new-lead', rest: `${name}：${text}`, style: 'primary' }),
        button('记到客户', 'log', lead.customerId, { id: 'keep', rest: text }),
        button('查看', 'view', lead._id),
      ],
    };
  },
});
