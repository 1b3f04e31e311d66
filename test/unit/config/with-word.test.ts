import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { withoutWord, withWord } from '../../../src/config/with-word.ts';

const FLOW = `actions:
  - id: quoted
    label: 已报价
    words: [报价,
      发报价]          # what people type
  - id: visited
    words: []
objections:
  - id: price
    words:
      - 嫌贵
      - 太贵
    kinds: [price]
`;

describe('a word is written into the text of a playbook', () => {
  it.each([
    ['into a list of several lines', 'actions', 'quoted', ['报价', '发报价', '亮价']],
    ['into an empty list', 'actions', 'visited', ['亮价']],
    ['behind the last line of a block', 'objections', 'price', ['嫌贵', '太贵', '亮价']],
  ] as const)('%s', (_where, section, id, expected) => {
    const text = withWord(FLOW, section, id, '亮价');
    const entry = parse(text)[section].find((one: { id: string }) => one.id === id);
    expect(entry.words).toEqual(expected);
    // Nothing else moves.
    expect(text.replace(/(?:, )?亮价|\n {6}- 亮价/u, '').replace(/\n {6}- \n/, '\n')).toContain(
      '# what people type',
    );
    expect(text.length).toBeLessThanOrEqual(FLOW.length + 12);
  });

  it('changes nothing when the entry has it, or is not there', () => {
    expect(withWord(FLOW, 'actions', 'quoted', '报价')).toBe(FLOW);
    expect(withWord(FLOW, 'actions', 'nothing', '亮价')).toBe(FLOW);
  });
});

describe('a word is taken out of the text of a playbook', () => {
  it.each([
    ['actions', 'quoted', '报价', ['发报价']],
    ['actions', 'quoted', '发报价', ['报价']],
    ['objections', 'price', '嫌贵', ['太贵']],
    ['objections', 'price', '太贵', ['嫌贵']],
  ] as const)('%s %s %s', (section, id, word, expected) => {
    const text = withoutWord(FLOW, section, id, word);
    const list = parse(text)[section] as { id: string; words: string[] }[];
    expect(list.find((one) => one.id === id)?.words).toEqual(expected);
    expect(text).toContain('# what people type');
  });

  it('and put in first, leaves the text as it was', () => {
    for (const [section, id] of [
      ['actions', 'quoted'],
      ['objections', 'price'],
    ] as const)
      expect(withoutWord(withWord(FLOW, section, id, '亮价'), section, id, '亮价')).toBe(FLOW);
  });

  it('the last one stays', () => {
    const one = withoutWord(FLOW, 'actions', 'quoted', '报价');
    expect(withoutWord(one, 'actions', 'quoted', '发报价')).toBe(one);
  });
});
