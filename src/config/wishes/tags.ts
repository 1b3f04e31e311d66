import type { Playbook } from '../../domain/playbook/playbook.ts';
import { tagValues } from '../checks/names.ts';
import { listed, MAX_IN_LIST, newNames, pick } from './names.ts';
import { type WishKind, WishProblem } from './wish.ts';

const MAX_TAG = 20;

/** `加标签 慢病专项 到 关注点`: the same minute everybody can put it on a record (A7). */
export const addTag: WishKind = {
  words: ['加标签', '新标签', '新增标签'],
  topic: '标签',
  example: '加标签 慢病专项 到 关注点',
  read(rest, { playbook }) {
    const [, names = rest, to = ''] = /^([\s\S]*?)\s*(?:到|入|→)\s*(\S[\s\S]*)$/.exec(rest) ?? [];
    const values = newNames(names, '标签', MAX_TAG, addTag.example);
    const at = groupAt(playbook, to.trim(), (label) => `加标签 ${values.join('、')} 到 ${label}`);
    const group = playbook.tags[at];
    if (!group) throw new WishProblem('没有这组标签');
    for (const value of values) refuseKnown(playbook, value);
    if (group.from !== undefined) {
      const field = playbook.fields.find(({ id }) => id === group.from);
      const how = `加选项 ${field?.label ?? group.label} ${values.join('、')}`;
      throw new WishProblem(`「${group.label}」的标签取自字段，请加选项：${how}`, [how]);
    }
    if (group.values.length + values.length > MAX_IN_LIST)
      throw new WishProblem(`「${group.label}」已有 ${group.values.length} 个标签，最多 ${MAX_IN_LIST} 个`);
    return {
      title: `新增标签「${listed(values)}」到「${group.label}」`,
      edits: values.map((value) => ({ kind: 'append', path: ['tags', at, 'values'], value })),
      touches: [
        { kind: 'note', text: `发布后马上可用：标签 L1024 ${values[0]}` },
        ...(group.single
          ? [{ kind: 'note' as const, text: `「${group.label}」在一条线索上只留一个，新的会换掉旧的` }]
          : []),
      ],
    };
  },
};

export const dropTag: WishKind = {
  words: ['停用标签'],
  topic: '标签',
  example: '停用标签 慢病专项',
  read(rest, { playbook }) {
    const all = playbook.tags.flatMap((group, at) =>
      group.values.map((label, n) => ({ label, group: group.label, path: ['tags', at, 'values', n] })),
    );
    const { label, group, path } = pick(rest, all, '标签', (name) => `停用标签 ${name}`);
    return {
      title: `停用标签「${label}」（${group}）`,
      edits: [{ kind: 'remove', path }],
      touches: [
        { kind: 'note', text: '以后选不到它；规则还在用它时不能停用' },
        {
          kind: 'records',
          filter: { tags: label },
          on: ['leads', 'customers'],
          text: (count) => `${count}已带着它，保留不动`,
          blocks: false,
        },
      ],
    };
  },
};

function groupAt(playbook: Playbook, name: string, form: (label: string) => string): number {
  const groups = playbook.tags.map(({ id, label }, at) => ({
    id,
    label,
    at,
    own: playbook.tags[at]?.from === undefined,
  }));
  // Without a name only the groups that take tags by hand are offered.
  const offered = name ? groups : groups.filter(({ own }) => own);
  return pick(name, offered, '标签组', form).at;
}

function refuseKnown(playbook: Playbook, value: string): void {
  const group = playbook.tags.find((one) => tagValues(playbook, one).includes(value));
  if (group) throw new WishProblem(`标签「${value}」已经有了，在「${group.label}」里`);
}
