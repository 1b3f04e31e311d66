import { type ScriptFigures, wilson } from '../../src/domain/script-uses.ts';
import { defineCard } from '../define.ts';
import type { Card } from '../model.ts';

interface View {
  figures: (ScriptFigures & { title: string })[];
}

const SHOWN = 10;

/** What came of the scripts people used (C9), with the interval the few cases allow. */
export const scriptEffects = defineCard<View>({
  kind: 'script-effects',
  async load({ params, read }) {
    const { playbook } = await read.playbook();
    const known = Array.isArray(params.figures) ? (params.figures as ScriptFigures[]) : [];
    const titleOf = (id: string) => playbook.scripts.find((script) => script.id === id)?.title ?? id;
    return { figures: known.slice(0, SHOWN).map((one) => ({ ...one, title: titleOf(one.script) })) };
  },
  render({ figures }): Card {
    return {
      kind: 'script-effects',
      title: '话术效果（近 90 天）',
      facts: figures.map(({ title, used, answered, moved, lost }) => ({
        name: title,
        value: `用于 ${used} 条线索；客户有回应 ${share(answered, used)}；推进 ${share(moved, used)}；失单 ${share(lost, used)}`,
      })),
      body: figures.length
        ? '括号里是 95% 置信区间：样本少时范围很宽，不要据此下结论。有回应不等于因为这条话术。'
        : '还没有用过话术。在话术卡片上点「复制这条」就会计数。',
      buttons: [],
    };
  },
});

function share(hits: number, of: number): string {
  const { from, to } = wilson(hits, of);
  const percent = (part: number) => Math.round(part * 100);
  return `${hits}（${percent(from)}–${percent(to)}%）`;
}
