import { heatRow, type Thermometer, WAYS } from '../../src/domain/interactions/thermometer.ts';
import { type Fact, facts } from '../model.ts';

/** The small picture (C14), a row for each way of contact that was used, the sentence and the next best step. */
export function heatFacts({ counts, depths, sentence, next }: Thermometer): Fact[] {
  const rows = WAYS.filter((way) => counts[way].some((count) => count > 0)).map((way) => ({
    name: way,
    value: heatRow(counts[way], depths),
  }));
  return [...rows, ...facts({ 看点: sentence, 建议: next })];
}
