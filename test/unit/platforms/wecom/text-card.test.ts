import { describe, expect, it } from 'vitest';
import type { Card } from '../../../../cards/model.ts';
import { renderTextCard } from '../../../../src/platforms/wecom/cards/text-card.ts';

const URL = 'https://genjin.example/documents/D101';
const card = (over: Partial<Card> = {}): Card => ({
  kind: 'text',
  title: 'D101 的原图和每一项的出处',
  facts: [],
  buttons: [],
  link: { label: '打开', url: URL },
  ...over,
});

describe('a card that opens a page', () => {
  it('is the link as a whole', () => {
    expect(renderTextCard(card({ body: '含 <b>标签</b>\n第二行' }))).toEqual({
      msgtype: 'textcard',
      textcard: {
        title: 'D101 的原图和每一项的出处',
        description: '含 ＜b＞标签＜/b＞<br>第二行',
        url: URL,
        btntxt: '打开',
      },
    });
  });

  it('says what the link is where it says nothing else', () => {
    expect(renderTextCard(card())).toMatchObject({ textcard: { description: '打开' } });
  });

  it.each([
    ['no link', { link: undefined }],
    ['something to press', { buttons: [{ id: 'a', label: '归档', command: '归档 D101' }] }],
    ['a title of 129 characters', { title: '长'.repeat(129) }],
    ['513 characters to say', { body: '长'.repeat(513) }],
    ['an address of 2049 bytes', { link: { label: '打开', url: URL.padEnd(2_049, 'x') } }],
  ] satisfies [string, Partial<Card>][])('is none with %s', (_what, over) => {
    expect(renderTextCard(card(over))).toBeUndefined();
  });
});
