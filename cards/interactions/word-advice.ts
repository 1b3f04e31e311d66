import { truncateText } from '../../src/domain/normalise/text.ts';
import { button } from '../actions.ts';
import { defineCard } from '../define.ts';
import type { Card } from '../model.ts';

interface Advised {
  label: string;
  word: string;
  cases: number;
  examples: string[];
  missed: string[];
}

const SHOWN = 24;

/** Words the team types that the playbook lacks, learned from its corrections; each added by one tap. */
export const wordAdvice = defineCard<{ advised: Advised[] }>({
  kind: 'word-advice',
  async load({ params }) {
    return { advised: Array.isArray(params.advised) ? (params.advised as Advised[]) : [] };
  },
  render({ advised }): Card {
    if (!advised.length)
      return {
        kind: 'word-advice',
        title: '暂时没有词汇建议',
        facts: [],
        body: '同一个说法被更正或点选三次以上，会列在这里。',
        buttons: [],
      };
    return {
      kind: 'word-advice',
      title: `${advised.length} 个团队常用、打法里没有的说法`,
      facts: advised.map(({ label, word, cases, missed }) => ({
        name: `“${word}”`,
        value: `即「${label}」，${cases} 条更正；${changesIn(missed)}`,
      })),
      body: advised
        .map(
          ({ word, examples }) =>
            `${word}：${examples.map((text) => truncateText(text, SHOWN, '…')).join(' / ')}`,
        )
        .join('\n'),
      buttons: advised.map(({ label, word }) =>
        button(`加入「${word}」`, 'add-word', '', { id: `add-${word}`, rest: `${label} ${word}` }),
      ),
    };
  },
});

function changesIn(missed: readonly string[]): string {
  if (!missed.length) return '以前的记录不变';
  const some = missed.slice(0, 3).join('、');
  return `近 90 天另有 ${missed.length} 条会多出它（${some}${missed.length > 3 ? ' 等' : ''}）`;
}
