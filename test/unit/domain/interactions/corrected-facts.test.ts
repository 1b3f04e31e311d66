/** What a correction takes off a record, and what it leaves. */
import { describe, expect, it } from 'vitest';
import { correctedFacts, takenAwayBy } from '../../../../src/domain/interactions/corrected-facts.ts';
import type { Interaction } from '../../../../src/domain/interactions/interaction.ts';
import { noteFactsOf } from '../../../../src/domain/interactions/note-facts.ts';
import { createSegmenter } from '../../../../src/domain/note/jieba-segmenter.ts';
import { noteParserOf } from '../../../../src/domain/note/playbook-parser.ts';
import { examplePlaybook } from '../../../support/playbooks.ts';

const now = new Date('2026-11-30T10:20:00.317+08:00');
const { playbook } = examplePlaybook('medical-devices');
const parser = noteParserOf(playbook, createSegmenter);
const quoting = playbook.actions.filter(({ kinds }) => kinds?.includes('quoted')).map(({ id }) => id);

function corrected(before: string, words: string) {
  const parsed = parser.parse(before, { now, customers: [] });
  const record = { ...noteFactsOf(before, parsed, playbook, now) } as unknown as Interaction;
  const said = parser.parse(words, { now, customers: [] });
  const facts = noteFactsOf(words, said, playbook, now);
  const without = takenAwayBy(said, record, (id) => quoting.includes(id));
  const { actions, objections, amountFen } = correctedFacts(record, facts, without, now, () => false);
  return {
    quoted: actions.some(({ id }) => quoting.includes(id)),
    objections: objections.map(({ label }) => label),
    amountFen,
  };
}

describe('a correction', () => {
  it.each(['没报价，只是电话聊了聊', '58万是GE的价，我们没报价', '还没报价', '没有报价，58万是对手的'])(
    'that denies the quotation takes its sum off and leaves the rest: %s',
    (words) => {
      const after = corrected('电话聊了，报价58万，嫌贵', words);
      expect(after).toMatchObject({ quoted: false, amountFen: undefined });
      expect(after.objections).toContain('嫌贵');
    },
  );

  it('that gives the sum to a rival takes it off', () => {
    expect(corrected('报价58万，嫌贵', '58万是西门子报的').amountFen).toBeUndefined();
  });

  it('that speaks of another sum of a rival leaves ours', () => {
    expect(corrected('报价62万，嫌贵', '联影报到58万').amountFen).toBe(62_000_000);
  });

  it('that names our sum replaces it', () => {
    expect(corrected('报价58万，嫌贵', '报价62万，58万是GE的价')).toMatchObject({
      quoted: true,
      amountFen: 62_000_000,
    });
  });
});
