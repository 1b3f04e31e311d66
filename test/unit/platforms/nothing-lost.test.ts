import { expect, it } from 'vitest';
import type { Card } from '../../../cards/model.ts';
import { toPlainText } from '../../../cards/plain-text.ts';
import { renderPlain } from '../../../src/platforms/dingtalk/cards/plain.ts';
import { renderTemplate } from '../../../src/platforms/dingtalk/cards/template.ts';
import { appForm, botForm } from '../../../src/platforms/wecom/cards/forms.ts';
import { AIBOT_LIMITS, APP_LIMITS } from '../../../src/platforms/wecom/cards/limits.ts';
import { renderCard } from '../../../src/platforms/wecom/cards/render.ts';
import { TEMPLATE } from '../../support/dingtalk/mock-cards.ts';
import { createRandom } from '../../support/random.ts';

const FORMS: [name: string, render: (card: Card) => unknown][] = [
  ['plain text', toPlainText],
  ['WeCom app', (card) => appForm(card) ?? renderCard(card, 'k', APP_LIMITS)],
  ['WeCom bot', (card) => botForm(card) ?? renderCard(card, 'k', AIBOT_LIMITS)],
  ['DingTalk card', (card) => renderTemplate(card, TEMPLATE)],
  ['DingTalk message', renderPlain],
];

/** Cards of every make; each word on them is there once, so that a missing one shows. */
function cardsWithWords(count: number): { card: Card; words: string[] }[] {
  const random = createRandom(21);
  return Array.from({ length: count }, () => {
    const words: string[] = [];
    const word = (what: string) => {
      const made = `${what}${words.length}号`;
      words.push(made);
      return made;
    };
    const maybe = <T>(make: () => T) => (random.chance(0.4) ? make() : undefined);
    const many = <T>(make: () => T) => Array.from({ length: random.int(9) }, make);
    const page = () => ({ label: word('页'), url: `https://genjin.example/${encodeURI(word('p'))}` });
    const pressable = random.chance(0.4);
    const card: Card = {
      kind: 'x',
      title: word('题'),
      emphasis: maybe(() => ({ text: word('调'), tone: random.pick(['info', 'warn', 'good'] as const) })),
      figure: maybe(() => ({ name: word('数'), value: word('三') })),
      facts: many(() => ({ name: word('名'), value: word('值') })),
      body: maybe(() => many(() => word('话')).join('\n')),
      tags: maybe(() => [word('标'), word('标')]),
      quote: maybe(() => word('引')),
      link: maybe(page),
      links: maybe(() => many(page)),
      picture: maybe(() => ({
        url: 'https://genjin.example/b.png',
        alt: maybe(() => word('图')) ?? '',
        ratio: 2,
      })),
      state: maybe(() => word('态')),
      selects: pressable
        ? maybe(() => [{ id: 'a', label: '选', options: many(() => ({ id: 'L1', label: word('选') })) }])
        : undefined,
      buttons: pressable ? [{ id: 'b', label: '看', command: '查看 {a}' }] : [],
    };
    return { card, words: words.map((one) => (one.startsWith('p') ? encodeURI(one) : one)) };
  });
}

const CARDS = cardsWithWords(2_000);

it.each(FORMS)('%s: nothing of a card is lost', (_name, render) => {
  for (const { card, words } of CARDS) {
    const shown = JSON.stringify(render(card));
    const missing = words.filter((word) => !shown.includes(word));
    if (missing.length) expect.fail(`${missing}\n${shown}\n${JSON.stringify(card)}`);
  }
});
