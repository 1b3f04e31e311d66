import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { unpackAction } from '../../../../cards/actions.ts';
import type { Card } from '../../../../cards/model.ts';
import { splitBytes } from '../../../../src/platforms/text.ts';
import { appForm, botForm } from '../../../../src/platforms/wecom/cards/forms.ts';
import { AIBOT_LIMITS, APP_LIMITS } from '../../../../src/platforms/wecom/cards/limits.ts';
import { renderCard, renderFinished } from '../../../../src/platforms/wecom/cards/render.ts';
import { sampleCards } from '../../../support/card-samples.ts';
import { ROOT } from '../../../support/company.ts';
import { createRandom } from '../../../support/random.ts';
import { cardProblem } from '../../../support/wecom/card-rules.ts';

const CARDS = await sampleCards();
const GOLDEN = join(ROOT, 'fixtures/wecom/golden');
const KEY = 'wecom:abc/reply/0';

const CHANNELS = [
  ['app', APP_LIMITS],
  ['bot', AIBOT_LIMITS],
] as const;

const problemOf = (card: Card, [channel, limits]: (typeof CHANNELS)[number]) => {
  const rendered = renderCard(card, KEY, limits).card;
  const sent = rendered && { ...rendered, task_id: 't' };
  return sent && (cardProblem(sent, 'send', channel) ?? cardProblem(sent, 'update', channel));
};

describe('every card of the product', () => {
  it('has its golden file, and no file is without a card', () => {
    const files = readdirSync(GOLDEN).filter((file) => file.endsWith('.json'));
    expect(files.sort()).toEqual(CARDS.map(([name]) => `${name}.json`).sort());
  });

  it.each(CARDS)('%s', async (name, card) => {
    const app = renderCard(card, KEY, APP_LIMITS);
    const aibot = renderCard(card, KEY, AIBOT_LIMITS);
    for (const channel of CHANNELS) expect(problemOf(card, channel), channel[0]).toBeFalsy();
    const golden = { app: appForm(card) ?? shown(app), aibot: botForm(card) ?? shown(aibot) };
    await expect(`${JSON.stringify(golden, null, 1)}\n`).toMatchFileSnapshot(join(GOLDEN, `${name}.json`));
  });

  it.each(CARDS)('%s, when it is over', (_name, card) =>
    expect(cardProblem(renderFinished(card, KEY, APP_LIMITS), 'update')).toBeNull(),
  );

  it.each(CARDS)('%s: every button leads back to its command', (_name, card) => {
    const { card: rendered, long } = renderCard(card, KEY, APP_LIMITS);
    if (!rendered) return;
    const keys = rendered.button_list?.map((b) => b.key) ?? [rendered.submit_button?.key ?? ''];
    const commands = keys.map((key) => unpackAction(key.startsWith('#') ? (long[key] ?? '') : key));
    const pressable = card.buttons.filter((b) => !b.disabled).map((b) => b.command);
    expect(commands.map((c) => c?.command)).toEqual(pressable.slice(0, keys.length));
    expect(commands.every((c) => c?.messageId === KEY)).toBe(true);
  });
});

/** The message before the card line by line: easier to read in a diff. */
function shown({ text, card, long }: ReturnType<typeof renderCard>) {
  return {
    ...(text ? { text: text.split('\n') } : {}),
    ...(card ? { card } : {}),
    ...(Object.keys(long).length ? { long } : {}),
  };
}

describe('what does not fit', () => {
  const base: Card = {
    kind: 'x',
    title: '标题',
    facts: [],
    buttons: [{ id: 'a', label: '好', command: '好 L1' }],
  };
  const of = (more: Partial<Card>) => renderCard({ ...base, ...more }, KEY, APP_LIMITS);

  it('a long body goes out whole before the card', () => {
    const body = '话'.repeat(500);
    expect(of({ body }).text).toContain(body);
    expect(of({ body }).card?.sub_title_text).toMatch(/^话+\n…（全文见上一条消息）$/);
  });
  it('a short one stays on it alone', () => expect(of({ body: '短' }).text).toBe(''));
  it('a seventh button can be typed', () => {
    const buttons = Array.from({ length: 8 }, (_, i) => ({
      id: `${i}`,
      label: `第${i}`,
      command: `查看 L${i}`,
    }));
    expect(of({ buttons }).card?.button_list).toHaveLength(6);
    expect(of({ buttons }).card?.sub_title_text).toContain('查看 L6｜查看 L7');
  });
  it('ten options become a vote, the twenty-first can be typed', () => {
    const options = Array.from({ length: 25 }, (_, i) => ({ id: `p${i}`, label: `人${i}` }));
    const buttons = [{ id: 'a', label: '指派', command: '指派 L1 {owner}' }];
    const made = of({ selects: [{ id: 'owner', label: '负责人', options }], buttons }).card;
    expect(made?.card_type).toBe('vote_interaction');
    expect(made?.checkbox?.option_list).toHaveLength(20);
    expect(made?.main_title.desc).toContain('另有 5 个未列出，可直接回复：指派 L1 〈负责人〉');
    const nine = of({
      selects: [{ id: 'owner', label: '负责人', options: options.slice(0, 9) }],
      buttons,
    }).card;
    expect(nine?.button_selection?.option_list.map((o) => o.text)).toEqual([
      '请选择',
      ...options.slice(0, 9).map((o) => o.label),
    ]);
  });
  it('nothing said by people becomes a link or a tag', () => {
    const made = JSON.stringify(of({ title: '<a href="x">\u202E', body: '<b>\u0000</b>' }));
    expect(made).not.toMatch(/[<>\u202E]|\\u0000/);
  });
});

/** Seconds on a quiet machine; nothing is said of a busy one. */
const LONG_MS = 300_000;

/** Whatever a card holds, WeCom takes it, and the text before it is never cut. */
it(
  '3,000 random cards keep every limit',
  () => {
    const random = createRandom(11);
    const pieces = ['话', 'a', '👨‍👩‍👧', '（L1）', '\n', '<b>', '\u202E', '🇨🇳', 'é', '\uD800', '𠮷', ' '];
    const words = (max: number) =>
      Array.from({ length: random.int(max) }, () => random.pick(pieces)).join('');
    const many = <T>(max: number, make: (i: number) => T) =>
      Array.from({ length: random.int(max) }, (_, i) => make(i));
    for (let i = 0; i < 3_000; i++) {
      const card: Card = {
        kind: 'random',
        title: `题${words(60)}`,
        emphasis: random.chance(0.5) ? { text: words(80), tone: 'warn' } : undefined,
        facts: many(12, () => ({ name: `名${words(6)}`, value: words(50) })),
        body: random.chance(0.5) ? words(3_000) : undefined,
        tags: random.chance(0.3) ? many(6, () => words(9)) : undefined,
        quote: random.chance(0.3) ? words(300) : undefined,
        selects: random.chance(0.5)
          ? many(5, (s) => ({
              id: `s${s}`,
              label: words(30),
              options: many(30, (o) => ({ id: `${words(60)}${o}`, label: words(40) })),
            }))
          : undefined,
        buttons: many(9, (b) => ({
          id: `${b}`,
          label: `按${words(14)}`,
          command: `记录 L${b} ${words(900)}`,
        })),
        state: random.chance(0.3) ? words(60) : undefined,
      };
      for (const channel of CHANNELS) {
        const rendered = renderCard(card, KEY, channel[1]);
        const problem = problemOf(card, channel);
        if (problem) expect.fail(`${JSON.stringify(problem)}\n${JSON.stringify(card)}`);
        const parts = splitBytes(rendered.text, 2_048);
        if (parts.some((part) => Buffer.byteLength(part) > 2_048)) expect.fail('a part is too long');
        expect(parts.join('').replaceAll('\n', '')).toBe(rendered.text.replaceAll('\n', ''));
      }
      for (const [channel, limits] of CHANNELS) {
        expect(cardProblem(renderFinished(card, KEY, limits), 'update', channel)).toBeNull();
      }
    }
  },
  LONG_MS,
);
