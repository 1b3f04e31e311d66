import type { Playbook } from '../../domain/playbook/playbook.ts';
import type { YamlPath } from '../patch-yaml.ts';
import { listed, MAX_IN_LIST, newNames, pick, pickAhead } from './names.ts';
import { type Touch, type WishKind, WishProblem } from './wish.ts';

const MAX_OPTION = 30;

/** A list people choose from. */
interface Choice {
  label: string;
  id: string;
  words?: readonly string[];
  path: YamlPath;
  values: readonly { value: string; words: readonly string[] }[];
  /** Why its entries need more than a name. */
  complex?: string;
  /** Records that hold this value. */
  holds(value: string): Extract<Touch, { kind: 'records' }>;
}

/** `加选项 客户等级 战略客户` */
export const addOption: WishKind = {
  words: ['加选项', '新增选项'],
  topic: '选项',
  example: '加选项 需求科室 康复科',
  read(rest, { playbook }) {
    const { choice, names } = chosen(rest, playbook, '加选项');
    if (choice.complex) throw new WishProblem(choice.complex);
    const values = newNames(names, '选项', MAX_OPTION, `加选项 ${choice.label} 新选项`);
    for (const value of values) {
      const known = choice.values.find((one) => one.value === value || one.words.includes(value));
      if (known)
        throw new WishProblem(
          `「${choice.label}」里已经有「${known.value}」${known.value === value ? '' : `，“${value}”是它的另一种说法`}`,
        );
    }
    if (choice.values.length + values.length > MAX_IN_LIST)
      throw new WishProblem(`「${choice.label}」已有 ${choice.values.length} 个选项，最多 ${MAX_IN_LIST} 个`);
    return {
      title: `「${choice.label}」新增选项「${listed(values)}」`,
      edits: values.map((value) => ({ kind: 'append', path: choice.path, value })),
      touches: [{ kind: 'note', text: '表单、聊天和网页马上可以选；别的叫法用「加词」补上' }],
    };
  },
};

export const dropOption: WishKind = {
  words: ['停用选项'],
  topic: '选项',
  example: '停用选项 需求科室 康复科',
  read(rest, { playbook }) {
    const { choice, names } = chosen(rest, playbook, '停用选项');
    const values = choice.values.map(({ value, words }, at) => ({ label: value, words, at }));
    const { label, at } = pick(names, values, '选项', (name) => `停用选项 ${choice.label} ${name}`);
    if (values.length === 1) throw new WishProblem(`「${label}」是「${choice.label}」唯一的选项，不能停用`);
    const held = choice.holds(label);
    return {
      title: `「${choice.label}」停用选项「${label}」`,
      edits: [{ kind: 'remove', path: [...choice.path, at] }],
      touches: [{ ...held, text: (count) => `${count}选的是它，请先改成别的选项`, blocks: true }],
    };
  },
};

function chosen(rest: string, playbook: Playbook, verb: string): { choice: Choice; names: string } {
  const choices = choicesOf(playbook);
  const ahead = pickAhead(rest, choices);
  if (ahead) return { choice: ahead.found, names: ahead.rest.replace(/^[到：:的]\s*/, '') };
  const [name = '', ...more] = rest.split(/\s+/);
  const choice = pick(
    name,
    choices,
    '有选项的字段',
    (label) => `${verb} ${label} ${more.join(' ') || '新选项'}`,
  );
  return { choice, names: more.join(' ') };
}

/** Every list people choose from, own fields first. */
export function choicesOf(playbook: Playbook): Choice[] {
  const fields = playbook.fields.flatMap(({ id, label, words, type, on, options }, at): Choice[] =>
    type === 'choice' || type === 'choices' || type === 'band'
      ? [
          {
            id,
            label,
            words,
            path: ['fields', at, 'options'],
            values: options,
            ...(type === 'band' && { complex: `「${label}」按数值分段，新的一段要写起止，请在打法文件里改` }),
            holds: (value) => held({ [`fields.${id}`]: value }, on === 'customer' ? 'customers' : 'leads'),
          },
        ]
      : [],
  );
  const products = playbook.products.map(
    ({ category, items }, at): Choice => ({
      id: `products.${at}`,
      label: category,
      path: ['products', at, 'items'],
      values: items,
      holds: (value) => held({ products: value }, 'leads'),
    }),
  );
  const plain = (
    id: 'industries' | 'regions' | 'budget',
    label: string,
    property: string,
    complex?: string,
  ): Choice[] =>
    playbook[id].length
      ? [
          {
            id,
            label,
            path: [id],
            values: playbook[id],
            ...(complex !== undefined && { complex }),
            holds: (value) => held({ [property]: value }, 'leads'),
          },
        ]
      : [];
  return [
    ...fields,
    ...plain('industries', '行业', 'industry'),
    ...plain('regions', '区域', 'region'),
    ...plain('budget', '预算', 'budget', '预算按金额分段，新的一段要写起止，请在打法文件里改'),
    ...products,
  ];
}

function held(
  filter: Record<string, string>,
  on: 'leads' | 'customers',
): Extract<Touch, { kind: 'records' }> {
  return { kind: 'records', filter, on: [on], text: (count) => count, blocks: true };
}
