import { defineClocks } from '../clocks/define.ts';

/** The clocks that run on orders. How long each is says the order's type. */
export const ORDER_CLOCKS = defineClocks('order', {
  /** While it waits: for its fields, an approval, or somebody to take it. */
  'order-accept': { label: '接单', rule: 'own', cards: [] },
  /** From being taken until it is over, in working time outside its pauses. */
  'order-finish': { label: '完成工单', rule: 'own', cards: [] },
  /** Until the end of its pause. */
  'order-pause': { label: '工单暂停', rule: 'own', cards: [] },
});
