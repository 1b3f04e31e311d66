import type { AnyCard } from '../define.ts';
import { order } from './order.ts';
import { orderQuestion } from './order-question.ts';
import { orderReason } from './order-reason.ts';
import { orderTypes } from './order-types.ts';
import { orders } from './orders.ts';

/** Every kind of card about orders between departments. */
export const ORDER_CARDS: readonly AnyCard[] = [order, orderQuestion, orderReason, orderTypes, orders];
