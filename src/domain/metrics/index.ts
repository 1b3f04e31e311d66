import { activation72h } from './activation-72h.ts';
import { actionDensity, lost, winRate, won, wonAmount } from './deals.ts';
import type { FigureDefinition } from './figure.ts';
import { conversion, movesWaived, stay } from './journey-figures.ts';
import { firstResponse, slaFromAssignment, slaFromCreation } from './response.ts';
import { fid, forecast, overdueShare, tagCoverage } from './stock.ts';
import { actionsPerWeek, overdueSolved, promiseKept } from './work.ts';

/** Every figure there is, in the order in which they are listed. */
export const FIGURES: readonly FigureDefinition[] = [
  activation72h,
  slaFromCreation,
  slaFromAssignment,
  firstResponse,
  promiseKept,
  overdueShare,
  overdueSolved,
  actionsPerWeek,
  actionDensity,
  fid,
  tagCoverage,
  stay,
  conversion,
  movesWaived,
  won,
  lost,
  winRate,
  wonAmount,
  forecast,
];
