import type { AnyCard } from '../define.ts';
import { leaverConfirm } from './leaver-confirm.ts';
import { leaverCustomers } from './leaver-customers.ts';

/** Every kind of card about people. */
export const PEOPLE_CARDS: readonly AnyCard[] = [leaverConfirm, leaverCustomers];
