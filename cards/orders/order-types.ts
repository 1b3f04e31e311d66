import type { Lead } from '../../src/domain/leads/lead.ts';
import { unmetNeed } from '../../src/domain/orders/order-type.ts';
import type { OrderType } from '../../src/domain/playbook/orders.ts';
import { button } from '../actions.ts';
import { defineCard } from '../define.ts';
import { companyOf } from '../format.ts';
import type { Card } from '../model.ts';

interface View {
  types: OrderType[];
  /** For whom; absent while nobody has been named. */
  lead: Lead | undefined;
}

const BUTTONS = 6;

/** Which orders this person can open; what still waits for something says for what (C10). */
export const orderTypes = defineCard<View>({
  kind: 'order-types',
  async load({ read, refs, to }) {
    const { playbook } = await read.playbook();
    const types = playbook.orders.filter(({ hand }) => hand.includes(to.role));
    return { types, lead: (refs.lead && (await read.lead(refs.lead))) || undefined };
  },
  render({ types, lead }): Card {
    const [first] = types;
    const example = `开单 ${first?.label ?? '试用装机'} ${lead?._id ?? 'L1024'}`;
    return {
      kind: 'order-types',
      title: lead ? `开哪种工单？ ${lead._id} · ${companyOf(lead)}` : '可以开的工单',
      facts: [],
      body: first
        ? `${lead ? '' : `${types.map(({ label }) => `· ${label}`).join('\n')}\n`}例如发：${example}`
        : '打法里没有您可以开的工单（orders 一节）。',
      buttons: lead
        ? types.slice(0, BUTTONS).map((type) =>
            button(type.label, 'order-open', '', {
              id: `open-${type.id}`,
              rest: `${type.label} ${lead._id}`,
              disabled: unmetNeed(type, lead),
            }),
          )
        : [],
    };
  },
});
