import type { AnyCard } from '../define.ts';
import { activationDetails, activationReport } from './activation-report.ts';
import { figure, figureList } from './figure.ts';

/** Every kind of card about reports. */
export const REPORT_CARDS: readonly AnyCard[] = [activationDetails, activationReport, figure, figureList];
