import { button } from '../actions.ts';
import { defineCard } from '../define.ts';
import { companyOf } from '../format.ts';
import type { Card } from '../model.ts';
import { type LeadView, leadFacts, loadLeadView } from './lead-facts.ts';

interface View extends LeadView {
  /** How the duplicate was recognised, and what is new this time. */
  because: string;
  news: string;
  /** The colleague who brought the customer in. */
  by: string | undefined;
}

/** The customer came in again (A5): it joins the open lead and the owner is told. */
export const leadRepeated = defineCard<View>({
  kind: 'lead-repeated',
  async load(request) {
    const view = await loadLeadView(request);
    const by = typeof request.params.by === 'string' ? await request.read.person(request.params.by) : null;
    return (
      view && {
        ...view,
        because: String(request.params.because ?? ''),
        news: String(request.params.news ?? ''),
        by: by?.name,
      }
    );
  },
  render(view): Card {
    const { lead } = view;
    return {
      kind: 'lead-repeated',
      title: `客户再次来访：${companyOf(lead)}`,
      emphasis: { text: '已并入您负责的线索，请尽快回应', tone: 'info' },
      facts: [
        ...(view.by ? [{ name: '谁带来', value: view.by }] : []),
        { name: '识别依据', value: view.because },
        ...leadFacts(view),
      ],
      body: view.news ? `本次内容：${view.news}` : undefined,
      tags: lead.tags,
      buttons: [
        button('已联系', 'touched', lead._id, { style: 'primary' }),
        button('查看', 'view', lead._id),
      ],
    };
  },
});
