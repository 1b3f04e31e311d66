import { LEAD_SOURCES } from '../../domain/leads/sources.ts';
import { WordFinder } from '../../domain/note/vocabulary.ts';
import type { Playbook } from '../../domain/playbook/playbook.ts';
import type { Report } from './findings.ts';
import type { Names } from './names.ts';

/** Tag groups, routing and the quick answers. */
export function checkSettings(playbook: Playbook, names: Names, report: Report): void {
  const taggable = [...names.properties, 'source', 'channel', 'campaign'];
  for (const [i, group] of playbook.tags.entries()) {
    if (group.from !== undefined) report.refer(['tags', i, 'from'], '字段', group.from, taggable);
    else if (group.values.length === 0) {
      report.error(['tags', i], `标签组“${group.label}”是空的`, '请写 values，或用 from 指定一个字段');
    }
  }
  for (const [i, action] of playbook.quickActions.entries()) {
    report.refer(['quickActions', i], '动作', action, names.actions);
    if (playbook.quickActions.indexOf(action) < i) report.error(['quickActions', i], `“${action}”写了两次`);
  }
  checkVisits(playbook, report);
  checkRouting(playbook, report);
  checkMetrics(playbook, names, report);
}

/** What figures ask of every lead must be something a lead can say. */
function checkMetrics({ metrics, tags }: Playbook, names: Names, report: Report): void {
  for (const [i, name] of metrics.coreFields.entries()) {
    report.refer(['metrics', 'coreFields', i], '字段', name, names.properties);
    if (metrics.coreFields.indexOf(name) < i) report.error(['metrics', 'coreFields', i], `“${name}”写了两次`);
  }
  const groups = tags.map(({ id }) => id);
  for (const [i, id] of (metrics.tagGroups ?? []).entries())
    report.refer(['metrics', 'tagGroups', i], '标签组', id, groups);
}

/** A score of a visit that can be reached, and words that can be read. */
function checkVisits({ visits: { score, ticks, pains } }: Playbook, report: Report): void {
  if (score.red >= score.cap) {
    report.error(
      ['visits', 'score', 'red'],
      `red（${score.red}）不能达到封顶 cap（${score.cap}），否则每次拜访都是红色`,
    );
  }
  for (const kind of ['solved', 'sample', 'cross'] as const) {
    const counts = ticks.some((tick) => tick.counts === kind);
    if (ticks.length > 0 && score[kind] > 0 && !counts)
      report.warn(['visits', 'score'], `没有 counts: ${kind} 的勾选项，score.${kind} 不起作用`);
  }
  for (const [list, entries] of [
    ['pains', pains],
    ['ticks', ticks],
  ] as const)
    for (const [i, entry] of entries.entries())
      for (const [j, word] of entry.words.entries()) {
        if (!isReadable(word))
          report.error(
            ['visits', list, i, 'words', j],
            `“${word}”不能这样写`,
            '… 不能在开头或结尾，{sum} 只能在末尾',
          );
      }
}

/** Whether the note parser takes it as a word. */
function isReadable(word: string): boolean {
  try {
    new WordFinder([{ id: 'word', label: word, words: [word] }], false);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function checkRouting({ routing, ...playbook }: Playbook, report: Report): void {
  if (Object.values(routing.weights).every((weight) => weight === 0)) {
    report.error(['routing', 'weights'], '权重不能全是 0', undefined, 'key');
  }
  if (routing.policy === 'strict' && routing.strict.openBelow > routing.cap) {
    report.warn(['routing', 'strict', 'openBelow'], `openBelow 大于上限 cap（${routing.cap}），不会起作用`);
  }
  const values = {
    source: [...LEAD_SOURCES],
    budget: playbook.budget.map((band) => band.value),
    industry: playbook.industries.map((industry) => industry.value),
  };
  for (const [factor, preferred] of Object.entries(routing.prefer)) {
    const known: string[] = values[factor as keyof typeof values];
    for (const [value, people] of Object.entries(preferred)) {
      const path = ['routing', 'prefer', factor, value];
      // Without a list of industries they are free text.
      if (known.length > 0) report.refer(path, '选项', value, known, 'key');
      if (people.length === 0) report.error(path, '这里要写至少一个人');
    }
    if (routing.weights[factor as keyof typeof values] === 0) {
      report.warn(
        ['routing', 'prefer', factor],
        `weights.${factor} 是 0，这里的偏好不起作用`,
        undefined,
        'key',
      );
    }
  }
}
