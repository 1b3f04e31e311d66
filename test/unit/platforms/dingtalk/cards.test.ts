import { describe, expect, it } from 'vitest';
import type { Card } from '../../../../cards/model.ts';
import cards from '../../../../fixtures/cards.json' with { type: 'json' };
import template from '../../../../fixtures/dingtalk/card-template.json' with { type: 'json' };
import { renderPlain, sendText } from '../../../../src/platforms/dingtalk/cards/plain.ts';
import { PUBLIC_TEMPLATE, renderTemplate } from '../../../../src/platforms/dingtalk/cards/template.ts';
import { linksOf } from '../../../support/dingtalk/links.ts';
import { fitsTemplate, TEMPLATE } from '../../../support/dingtalk/mock-cards.ts';

const CARDS = Object.entries(cards) as unknown as [string, Card][];

function readable(card: Card) {
  const { before, card: part, actions } = renderTemplate(card, TEMPLATE);
  const { markdown = '', buttons = '[]', ...data } = part.data;
  return {
    message: renderPlain(card).map(({ msgKey, msgParam }) => ({
      msgKey,
      ...msgParam,
      ...('text' in msgParam ? { text: msgParam.text?.split('  \n  ') } : {}),
    })),
    card: { before, ...data, markdown: markdown.split('<br>'), buttons: JSON.parse(buttons), actions },
  };
}

/** What the links of all its messages send. */
function commandsOf(card: Card): string[] {
  return renderPlain(card).flatMap((part) =>
    [...linksOf({ param: part.msgParam }).values()]
      .filter((url) => url.startsWith('dtmd:'))
      .map((url) => new URL(url).searchParams.get('content') ?? ''),
  );
}

/** What it can ask for; a list's choices each by itself. */
function offered(card: Card): string[] {
  return card.buttons
    .filter((button) => !button.disabled)
    .flatMap(({ command }) => {
      const places = [...command.matchAll(/\{([a-z]+)\}/g)];
      if (places.length > 1) return [];
      const [[place, id] = []] = places;
      const select = card.selects?.find((s) => s.id === id);
      return place && select ? select.options.map((o) => command.replace(place, o.id)) : [command];
    });
}

describe('every card of the product', () => {
  it.each(CARDS)('%s, in both forms', async (name, card) => {
    await expect(`${JSON.stringify(readable(card), null, 1)}\n`).toMatchFileSnapshot(
      `../../../../fixtures/dingtalk/golden/${name}.json`,
    );
  });

  it.each(CARDS)('%s: fits the variables of the template', (_name, card) => {
    expect(fitsTemplate(renderTemplate(card, TEMPLATE).card.data)).toBeNull();
  });

  it.each(CARDS)('%s: fills the variables of the template as it is shipped, and no others', (_name, card) => {
    const { data } = renderTemplate(card, TEMPLATE).card;
    expect(Object.keys(data)).toEqual(template.variables.map(({ name }) => name));
    const items = template.variables.find(({ name }) => name === 'buttons')?.items ?? [];
    for (const button of JSON.parse(data.buttons ?? '[]')) {
      expect(Object.keys(button).sort()).toEqual(items.map(({ name }) => name).sort());
    }
  });

  it.each(CARDS)('%s: every link and every button leads back to its command', (_name, card) => {
    expect(commandsOf(card).sort()).toEqual(offered(card).sort());
    const { actions, card: part } = renderTemplate(card, TEMPLATE);
    const ids = (JSON.parse(part.data.buttons ?? '[]') as { id: string }[]).map(({ id }) => id);
    expect(ids.length).toBe(Math.min(offered(card).length, 12));
    for (const id of ids) expect(offered(card)).toContain(actions[id]);
  });
});

describe('text of other people on a card', () => {
  const hostile: Card = {
    kind: 'x',
    title: '# [点我](dtmd://dingtalkclient/sendMessage?content=离职)',
    facts: [{ name: '单位', value: '[免费](https://evil.example) **粗** `x`' }],
    body: '# 大标题\n> 引用\n<script>alert(1)</script>',
    buttons: [{ id: 'a', label: '[假](x)', command: '接单 L1 (甲) & 100%' }],
  };

  it('makes no link, heading or style, in neither form', () => {
    const [message] = renderPlain(hostile);
    const { markdown = '' } = renderTemplate(hostile, TEMPLATE).card.data;
    for (const text of [message?.msgParam.text?.replace(/^### /, '') ?? '', markdown]) {
      expect(text).not.toMatch(/\]\(|\*\*|`|<script|^\s*#/m);
    }
  });

  it('a command goes through a link whatever is in it', () => {
    expect(new URL(sendText('接单 L1 (甲) & 100%')).searchParams.get('content')).toBe('接单 L1 (甲) & 100%');
  });
});

describe('what does not fit', () => {
  const base: Card = { kind: 'x', title: '标题', facts: [], buttons: [] };
  const many = Array.from({ length: 30 }, (_, i) => ({ id: `p${i}`, label: `同事${i}` }));
  const long: Card = {
    ...base,
    body: '很长的一行。'.repeat(3_000),
    buttons: [{ id: 'a', label: '接单', command: '接单 L1' }],
  };

  it('a text of 18,000 characters goes out whole, in pieces clients show', () => {
    for (const parts of [renderPlain(long), renderTemplate(long, TEMPLATE).before]) {
      for (const { msgParam } of parts)
        expect(Buffer.byteLength(JSON.stringify(msgParam))).toBeLessThan(15_000);
    }
    const { before, card } = renderTemplate(long, TEMPLATE);
    const said = [...before.map((part) => part.msgParam.content), card.data.markdown].join('');
    expect(said.match(/很长的一行。/g)?.length).toBeGreaterThan(2_990);
  });

  it('beyond twelve buttons the rest is said as commands', () => {
    const pick = { id: 'to', label: '指派给', options: many };
    const card = { ...base, selects: [pick], buttons: [{ id: 'a', label: '指派', command: '指派 L1 {to}' }] };
    const { data } = renderTemplate(card, TEMPLATE).card;
    expect(JSON.parse(data.buttons ?? '')).toHaveLength(12);
    expect(data.markdown).toContain('指派 L1 p29');
  });

  it('several lists at once are explained', () => {
    const lists = ['a', 'b'].map((id) => ({ id, label: `选${id}`, options: many.slice(0, 2) }));
    const card = { ...base, selects: lists, buttons: [{ id: 'x', label: '好', command: '好 L1 {a} {b}' }] };
    expect(renderPlain(card)[0]?.msgParam.text).toContain('可回复：好 L1 〈选a〉 〈选b〉');
  });

  it('the public template gets its own variables, all of them text', () => {
    const { data } = renderTemplate({ ...base, buttons: long.buttons }, PUBLIC_TEMPLATE).card;
    expect(Object.keys(data)).toEqual(['flowStatus', 'msgTitle', 'staticMsgContent', 'sys_full_json_obj']);
    expect(JSON.parse(data.sys_full_json_obj ?? '')).toMatchObject({
      msgButtons: [{ text: '接单', request: true }],
    });
  });
});

it('the template’s sample data fits it', () => {
  const { title, markdown, buttons } = template.mockData;
  expect(fitsTemplate({ title, markdown, buttons: JSON.stringify(buttons) })).toBeNull();
});
