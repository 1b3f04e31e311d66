import type { AnyCard } from '../define.ts';
import { approval } from './approval.ts';
import { gate } from './gate.ts';
import { lockRequest } from './lock-request.ts';
import { moveReason } from './move-reason.ts';
import { stage } from './stage.ts';

/** Every kind of card about a customer's journey. */
export const JOURNEY_CARDS: readonly AnyCard[] = [approval, gate, lockRequest, moveReason, stage];
