import type { ProjectDoubt } from '../../src/domain/leads/doubt.ts';
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
  /** Whether it is another project is asked. */
  doubt: ProjectDoubt | undefined;
}

const ASKED = '和在谈的不是同一类产品，或客户有几个项目：是同一个项目吗？';

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
        doubt: view.lead.doubts?.find(({ n }) => n === request.params.doubt),
      }
    );
  },
  render(view): Card {
    const { lead, doubt } = view;
    const isAsked = doubt !== undefined && !doubt.answer;
    const rest = String(doubt?.n);
    return {
      kind: 'lead-repeated',
      title: `客户再次来访：${companyOf(lead)}`,
      emphasis: { text: '已并入您负责的线索，请尽快回应', tone: 'info' },
      facts: [
        ...(view.by ? [{ name: '谁带来', value: view.by }] : []),
        { name: '识别依据', value: view.because },
        ...leadFacts(view),
      ],
      body: [view.news && `本次内容：${view.news}`, isAsked && ASKED].filter(Boolean).join('\n') || undefined,
      tags: lead.tags,
      buttons: [
        button('已联系', 'touched', lead._id, { style: 'primary' }),
        ...(isAsked
          ? [
              button('同一个项目', 'same-project', lead._id, { rest }),
              button('另立项目', 'own-project', lead._id, { rest }),
            ]
          : []),
        button('查看', 'view', lead._id),
      ],
      state: doubt?.answer === 'own' ? '已另立项目' : doubt?.answer === 'same' ? '是同一个项目' : undefined,
    };
  },
});
