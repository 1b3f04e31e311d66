import { describe, expect, it } from 'vitest';
import type { Card } from '../../../../cards/model.ts';
import { appForm, botForm } from '../../../../src/platforms/wecom/cards/forms.ts';
import { APP_LIMITS } from '../../../../src/platforms/wecom/cards/limits.ts';
import { renderCard } from '../../../../src/platforms/wecom/cards/render.ts';
import { createRandom } from '../../../support/random.ts';
import { cardProblem } from '../../../support/wecom/card-rules.ts';
import { problemOfPart } from '../../../support/wecom/message-rules.ts';

const page = (label: string) => ({ label, url: `https://genjin.example/${label.length}` });
const PICTURE = { url: 'https://genjin.example/b.png', alt: '', ratio: 2 };
const link = page('打开');
const base: Card = { kind: 'x', title: '标题', facts: [], buttons: [] };
const facts = (n: number, value = '值') => Array.from({ length: n }, (_, i) => ({ name: `名${i}`, value }));
const links = (n: number) => Array.from({ length: n }, (_, i) => page(`页${i}`));
const emphasis = { text: '3 条超时', tone: 'danger' } as const;

/** The form, as a member would call it. */
function formOf(part: ReturnType<typeof appForm>): string {
  if (!part) return 'text';
  const card = part.template_card as { card_type: string } | undefined;
  return card?.card_type ?? part.msgtype;
}

describe('the form of a card with nothing to press', () => {
  it.each<[what: string, card: Partial<Card>, app: string, bot: string]>([
    ['words alone', { body: '好' }, 'text', 'text'],
    ['a page', { link }, 'textcard', 'text_notice'],
    ['a page and much to say', { link, body: '长'.repeat(400) }, 'textcard', 'text'],
    ['a page and rows', { link, facts: facts(6) }, 'text_notice', 'text_notice'],
    ['a page and a figure', { link, figure: { name: '超时', value: '3 条' } }, 'text_notice', 'text_notice'],
    ['a page and 27 characters in a row', { link, facts: facts(1, '长'.repeat(27)) }, 'text_notice', 'text'],
    ['a page and seven rows', { link, facts: facts(7) }, 'textcard', 'text'],
    ['three pages', { links: links(3) }, 'news', 'text_notice'],
    ['seven pages', { links: links(7) }, 'news', 'text'],
    ['eight pages', { links: links(8) }, 'text', 'text'],
    ['pages and rows', { links: links(3), facts: facts(2) }, 'text_notice', 'text_notice'],
    [
      'a picture, pages and rows',
      { picture: PICTURE, links: links(3), facts: facts(9) },
      'news_notice',
      'news_notice',
    ],
    ['a picture and eleven rows', { picture: PICTURE, link, facts: facts(11) }, 'textcard', 'text'],
    ['a picture of an odd shape', { picture: { ...PICTURE, ratio: 3 }, link }, 'textcard', 'text_notice'],
    ['a picture that says something', { picture: { ...PICTURE, alt: '图表' }, link }, 'textcard', 'text'],
    ['an alarm', { emphasis, facts: facts(2) }, 'markdown', 'text'],
    ['news that are neither good nor bad', { emphasis: { ...emphasis, tone: 'info' } }, 'text', 'text'],
    ['an alarm with words to copy', { emphasis, quote: '话术' }, 'text', 'text'],
    ['work under way', { emphasis, underWay: true }, 'text', 'text'],
    ['an alarm longer than WeCom takes', { emphasis, body: '长'.repeat(700) }, 'text', 'text'],
    ['a button', { link, buttons: [{ id: 'a', label: '好', command: '好' }] }, 'text', 'text'],
  ])('%s', (_what, more, app, bot) => {
    const card = { ...base, ...more };
    expect([formOf(appForm(card)), formOf(botForm(card))]).toEqual([app, bot]);
  });

  it('what people typed makes no link, no colour and no headline', () => {
    const body = '# 大\n[点我](http://evil.example) <font color="warning">红</font> **粗**';
    const said = JSON.stringify(appForm({ ...base, emphasis, body }));
    expect(said).toContain('＃ 大');
    expect(said).not.toMatch(/\]\(|<font color=\\"warning\\">红|\*\*粗/);
  });
});

it('a page stays within reach on a card with buttons', () => {
  const card = { ...base, link, facts: facts(6), buttons: [{ id: 'a', label: '好', command: '好' }] };
  const made = renderCard(card, 'k', APP_LIMITS);
  expect(made.card?.card_action).toEqual({ type: 1, url: link.url });
  expect(made.card?.horizontal_content_list).toHaveLength(6);
  expect(made.card?.horizontal_content_list?.at(-1)).toEqual({
    keyname: '打开',
    value: '打开',
    type: 1,
    url: link.url,
  });
  expect(made.card?.sub_title_text).toBe('名5：值');
});

/** Seconds on a quiet machine; nothing is said of a busy one. */
const LONG_MS = 300_000;

/** Whatever a card holds, WeCom takes it. */
it(
  '3,000 random cards without buttons keep every limit',
  () => {
    const random = createRandom(12);
    const pieces = ['话', 'a', '👨‍👩‍👧', '\n', '<b>', '\u202E', '[x](y)', '\uD800', '𠮷', '*', '#'];
    const words = (max: number) =>
      Array.from({ length: random.int(max) }, () => random.pick(pieces)).join('');
    const maybe = <T>(make: () => T) => (random.chance(0.5) ? make() : undefined);
    const many = <T>(max: number, make: (i: number) => T) =>
      Array.from({ length: random.int(max) }, (_, i) => make(i));
    const forms = new Set<string>();
    for (let i = 0; i < 3_000; i++) {
      const pageOf = (n: number) => ({ label: `页${words(20)}`, url: `https://genjin.example/${n}` });
      const card: Card = {
        kind: 'random',
        title: `题${words(45)}`,
        emphasis: maybe(() => ({
          text: `调${words(50)}`,
          tone: random.pick(['warn', 'good', 'info'] as const),
        })),
        figure: maybe(() => ({ name: `名${words(24)}`, value: `3${words(16)}` })),
        facts: many(9, () => ({ name: `名${words(4)}`, value: words(32) })),
        body: maybe(() => words(random.pick([20, 200, 900]))),
        quote: random.chance(0.2) ? `引${words(140)}` : undefined,
        link: maybe(() => pageOf(0)),
        links: maybe(() => many(9, pageOf)),
        picture: maybe(() => ({ ...PICTURE, ratio: 1 + random.next() * 1.5 })),
        buttons: [],
      };
      const forApp = appForm(card);
      const forBot = botForm(card);
      const problem = forApp && problemOfPart(forApp);
      if (problem) expect.fail(`${JSON.stringify(problem)}\n${JSON.stringify(forApp)}`);
      if (forBot) expect(cardProblem(forBot.template_card, 'send', 'bot')).toBeNull();
      forms.add(formOf(forApp));
    }
    expect([...forms].sort()).toEqual(['markdown', 'news', 'news_notice', 'text', 'text_notice', 'textcard']);
  },
  LONG_MS,
);
