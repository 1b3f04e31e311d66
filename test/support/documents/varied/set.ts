/**
 * The varied set: 132 forms over 12 layouts, made anew from a seed wherever they are measured. Six layouts are tuned
 * on; of the six that are held back only the figures are looked at.
 */
import { createRandom } from '../../random.ts';
import { DEVELOPMENT, type Layout } from './layouts.ts';
import { HELD_BACK } from './layouts-held-back.ts';
import { printed, unembedded } from './print.ts';
import { factsFor, type Half, type Ticks, type Truth } from './stock.ts';
import { sent, type Way } from './ways.ts';

export interface VariedForm {
  id: string;
  half: Half;
  layout: string;
  template: string;
  way: Way;
  /** Null where nothing, or nothing clear, was filled in: asking is the right answer. */
  truth: Truth;
  /** The file as it is sent. */
  file: () => Promise<Buffer>;
}

/** Of each layout; the ways differ, and some are marked so that nobody can tell what was meant. */
const COPIES: readonly (readonly [Way, Ticks])[] = [
  ['pdf', 'one'],
  ['pdf', 'ring'],
  ['unembedded', 'one'],
  ['picture', 'one'],
  ['scan', 'one'],
  ['scan', 'two'],
  ['fax', 'one'],
  ['photo', 'one'],
  ['photo', 'none'],
  ['wechat', 'one'],
  ['sealed', 'one'],
];

export function variedSet(): VariedForm[] {
  return [
    ...DEVELOPMENT.flatMap((layout, i) => copiesOf(layout, 'development', 100 + i)),
    ...HELD_BACK.flatMap((layout, i) => copiesOf(layout, 'held-back', 200 + i)),
  ];
}

function copiesOf(layout: Layout, half: Half, seed: number): VariedForm[] {
  return COPIES.map(([way, ticks], n) => {
    const random = createRandom(seed * 7919 + n * 104_729);
    const facts = factsFor(random, half, ticks);
    const { paper, truth } = layout.draw(facts, false);
    if (way === 'sealed') paper.seal(`${facts.hospital}专用章`, 90 + random.int(260), 30);
    const file = async () => {
      if (way === 'unembedded') return unembedded(paper.ink);
      const pdf = await printed(paper.ink, layout.font);
      return way === 'pdf' ? pdf : sent(pdf, way, random);
    };
    return {
      id: `${layout.name}-${n + 1}-${way}`,
      half,
      layout: layout.name,
      template: layout.template,
      way,
      truth,
      file,
    };
  });
}
