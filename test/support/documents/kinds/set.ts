/**
 * 168 forms over 14 layouts, every value with the kind of trouble it is in. Most are read straight from their ink, one
 * of each layout from a PDF without its fonts, so that the whole set takes seconds.
 */
import type { PageReading } from '../../../../src/domain/documents/page.ts';
import { createRandom } from '../../random.ts';
import type { Truth } from '../forms.ts';
import type { Ink } from '../varied/ink.ts';
import { unembedded } from '../varied/print.ts';
import { factsFrom, type Half, type Ticks } from '../varied/stock.ts';
import type { Kind, KindLayout } from './layout.ts';
import { DEVELOPMENT } from './layouts.ts';
import { HELD_BACK } from './layouts-held-back.ts';
import { MORE } from './more-layouts.ts';
import { readingsOf } from './reading.ts';
import { STOCK } from './stock.ts';

export interface KindForm {
  id: string;
  half: Half;
  template: string;
  /** Null where nothing, or nothing clear, was filled in: asking is the right answer. */
  values: Record<string, readonly [Truth[string], Kind]>;
  ink: readonly Ink[];
  /** As it was read; absent where a file has to be read. */
  readings?: PageReading[];
  file?: Buffer;
}

/** A text layer, recognition that takes some characters for others, or a PDF without its fonts. */
type Made = PageReading['source'] | 'unembedded';

const COPIES: readonly (readonly [Made, Ticks])[] = [
  ['text-layer', 'one'],
  ['text-layer', 'one'],
  ['text-layer', 'one'],
  ['recognition', 'one'],
  ['recognition', 'one'],
  ['recognition', 'one'],
  ['unembedded', 'one'],
  ['text-layer', 'ring'],
  ['text-layer', 'two'],
  ['recognition', 'two'],
  ['recognition', 'none'],
  ['text-layer', 'bare'],
];

export function kindSet(): KindForm[] {
  return [
    ...[...DEVELOPMENT, ...MORE].flatMap((layout, i) => copiesOf(layout, 'development', 300 + i)),
    ...HELD_BACK.flatMap((layout, i) => copiesOf(layout, 'held-back', 400 + i)),
  ];
}

function copiesOf(layout: KindLayout, half: Half, seed: number): KindForm[] {
  return COPIES.map(([made, ticks], n) => {
    const random = createRandom(seed * 7919 + n * 104_729);
    const { paper, values } = layout.draw(factsFrom(STOCK[half], random, ticks));
    const id = `${layout.name}-${n + 1}-${made}-${ticks}`;
    const base = { id, half, template: layout.template, values, ink: paper.ink };
    return made === 'unembedded'
      ? { ...base, file: unembedded(paper.ink) }
      : { ...base, readings: readingsOf(paper.ink, { source: made, random }) };
  });
}
