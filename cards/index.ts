import type { AnyCard } from './define.ts';
import { DOCUMENT_CARDS } from './documents/index.ts';
import { INTERACTION_CARDS } from './interactions/index.ts';
import { JOURNEY_CARDS } from './journey/index.ts';
import { LEAD_CARDS } from './leads/index.ts';
import { ORDER_CARDS } from './orders/index.ts';
import { PEOPLE_CARDS } from './people/index.ts';
import { PLAYBOOK_CARDS } from './playbook/index.ts';
import { QUESTION_CARDS } from './questions/index.ts';
import { REPORT_CARDS } from './reports/index.ts';
import { bundle, help, text, welcome } from './text.ts';

const GENERAL_CARDS: readonly AnyCard[] = [text, bundle, help, welcome];

/** Every kind of card there is, area by area. A message whose kind is not here goes to the dead letters. */
export const CARDS: ReadonlyMap<string, AnyCard> = new Map(
  [
    ...LEAD_CARDS,
    ...INTERACTION_CARDS,
    ...JOURNEY_CARDS,
    ...DOCUMENT_CARDS,
    ...ORDER_CARDS,
    ...REPORT_CARDS,
    ...PEOPLE_CARDS,
    ...PLAYBOOK_CARDS,
    ...QUESTION_CARDS,
    ...GENERAL_CARDS,
  ].map((card): [string, AnyCard] => [card.kind, card]),
);
