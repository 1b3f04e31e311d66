import { truncateText } from '../../src/domain/normalise/text.ts';
import { button, commandText } from '../actions.ts';
import { defineCard } from '../define.ts';
import { companyOf, contactOf } from '../format.ts';
import type { Card, CardButton } from '../model.ts';

/** Characters of a note: its writer knows the rest. */
const SHOWN_BACK = 100;

interface ChooseView {
  text: string;
  /** The name of somebody whom the person has no lead of. */
  stranger: string;
  /** What was typed describes a lead, and is no record of anything. */
  isLead: boolean;
  options: { id: string; label: string; name: string }[];
}

/** The note fits several customers, or none: ask, never guess. The choice completes the typed line. */
export const chooseCustomer = defineCard<ChooseView>({
  kind: 'choose-customer',
  async load(request) {
    const ids = Array.isArray(request.params.leadIds) ? request.params.leadIds.map(String) : [];
    const leads = await Promise.all(ids.map((id) => request.read.lead(id)));
    return {
      text: String(request.params.text ?? ''),
      stranger: String(request.params.stranger ?? ''),
      isLead: request.params.isLead === true,
      options: leads.flatMap((lead) =>
        lead
          ? [
              {
                id: lead._id,
                label: `${companyOf(lead)} ${contactOf(lead)}（${lead._id}）`,
                name: companyOf(lead),
              },
            ]
          : [],
      ),
    };
  },
  render({ text, stranger, isLead, options }): Card {
    const log: CardButton = {
      id: 'log',
      label: '记到这位客户',
      command: commandText('log', '{lead}', text),
      style: stranger ? undefined : 'primary',
    };
    const fresh = button('新线索', isLead ? 'new-lead' : 'new-customer', '', {
      rest: isLead ? text : `${stranger}：${text}`,
      id: 'new',
      style: 'primary',
    });
    return {
      kind: 'choose-customer',
      title: questionAbout(stranger, options),
      facts: [],
      quote: truncateText(text, SHOWN_BACK, '…'),
      body:
        options.length || isLead
          ? undefined
          : '没有找到对应的客户。请在前面加上线索编号，例如：L1024 已报价50万',
      selects: options.length
        ? [{ id: 'lead', label: '客户', options: options.map(({ id, label }) => ({ id, label })) }]
        : undefined,
      buttons: [...(stranger ? [fresh] : []), ...(options.length ? [log] : [])],
    };
  },
});

/** A name typed beats whoever was open: that one is only the first of the others. */
function questionAbout(stranger: string, options: ChooseView['options']): string {
  const [first] = options;
  if (stranger && first) return `${stranger}：新客户？还是记到 ${first.name}？`;
  if (stranger) return `${stranger}：新客户？`;
  return options.length === 1 ? '要把这句话记为跟进吗？' : '这条记录是哪位客户的？';
}
