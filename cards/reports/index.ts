import type { AnyCard } from '../define.ts';
import { activationDetails, activationReport } from './activation-report.ts';

/** Every kind of card about reports. */
export const REPORT_CARDS: readonly AnyCard[] = [activationDetails, activationReport];
