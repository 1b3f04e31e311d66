import type { Handler } from '../context.ts';
import {
  orderAccept,
  orderApprove,
  orderAssign,
  orderBook,
  orderCancel,
  orderFail,
  orderFill,
  orderFinish,
  orderPause,
  orderReject,
  orderResume,
  orderReturn,
  orderStep,
  orderView,
} from './order-actions.ts';

/** What people do with one order. */
export const ORDER_HANDLERS: readonly Handler[] = [
  orderView,
  orderAccept,
  orderAssign,
  orderReturn,
  orderBook,
  orderStep,
  orderFinish,
  orderFail,
  orderPause,
  orderResume,
  orderCancel,
  orderApprove,
  orderReject,
  orderFill,
];
