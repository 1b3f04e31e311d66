import { BUILT_IN_FIELDS, LEAD_PROPERTIES } from '../../domain/leads/description.ts';
import { idFor } from '../../domain/playbook/new-id.ts';
import type { Playbook } from '../../domain/playbook/playbook.ts';
import { newName, newNames, pick } from './names.ts';
import { type WishKind, WishProblem } from './wish.ts';

const MAX_LABEL = 20;
const MAX_OPTION = 30;

const TYPES = {
  文本: 'text',
  文字: 'text',
  单选: 'choice',
  多选: 'choices',
  数字: 'number',
  金额: 'money',
  日期: 'date',
  是否: 'yes-no',
} as const;
const TYPE_WORDS = '文本、单选 A、B、多选 A、B、数字、金额、日期、是否';

/** `加字段 客户技术痛点`, `加字段 合作模式 单选 直销、代理 客户` */
export const addField: WishKind = {
  words: ['加字段', '新字段', '新增字段'],
  topic: '字段',
  example: '加字段 合作模式 单选 直销、代理',
  read(rest, { playbook }) {
    const [written = '', ...more] = rest.split(/\s+/);
    if (!written)
      throw new WishProblem(`请写明字段的名称和类型，例如：${addField.example}。类型可以是：${TYPE_WORDS}`);
    const label = newName(written, '字段名', MAX_LABEL);
    refuseKnown(playbook, label);
    const { type, typeName, options, on } = kindOf(more, label);
    const id = idFor(label, [...playbook.fields.map((field) => field.id), ...BUILT_IN_FIELDS]);
    const value = { id, label, on, type, ...(options.length && { options }) };
    const whose = on === 'customer' ? '客户' : '线索';
    const how = {
      text: '内容',
      choice: options[0],
      choices: options[0],
      number: '20',
      money: '20万',
      date: '12月20日',
      'yes-no': '是',
    }[type];
    return {
      title: `新增字段「${label}」（${typeName}${options.length ? `：${options.join('、')}` : ''}，记在${whose}上）`,
      edits: [{ kind: 'append', path: ['fields'], value }],
      touches: [
        { kind: 'note', text: `发布后马上可填：${on === 'customer' ? 'C114' : 'L1024'} ${label}改成${how}` },
        { kind: 'note', text: '以前的记录都是空的；要在表单里问或节点上必填，请在打法文件里写' },
      ],
    };
  },
};

export const dropField: WishKind = {
  words: ['停用字段'],
  topic: '字段',
  example: '停用字段 合作模式',
  read(rest, { playbook }) {
    const fields = playbook.fields.map((field, at) => ({ ...field, at }));
    const { id, label, on, at } = pick(rest, fields, '字段', (name) => `停用字段 ${name}`);
    return {
      title: `停用字段「${label}」`,
      edits: [{ kind: 'remove', path: ['fields', at] }],
      touches: [
        {
          kind: 'records',
          filter: { [`fields.${id}`]: { $exists: true, $ne: null } },
          on: [on === 'customer' ? 'customers' : 'leads'],
          text: (count) => `${count}填了「${label}」，停用会看不到这些内容，请先导出并清空`,
          blocks: true,
        },
      ],
    };
  },
};

function kindOf(words: readonly string[], label: string) {
  const isCustomer = (word: string) => /^(?:记在|属于)?客户(?:上|字段)?$/.test(word);
  const isLead = (word: string) => /^(?:记在|属于)?线索(?:上|字段)?$/.test(word);
  const on: 'customer' | 'lead' = words.some(isCustomer) ? 'customer' : 'lead';
  const [name = '文本', ...given] = words.filter((word) => !isCustomer(word) && !isLead(word));
  // 单选：A、B is one word.
  const [, typeName = name, beside = ''] =
    /^(文本|文字|单选|多选|数字|金额|日期|是否)[：:]?(\S*)$/.exec(name) ?? [];
  const type = TYPES[typeName as keyof typeof TYPES];
  if (!type)
    throw new WishProblem(`没有「${name}」这种类型。可以写：${TYPE_WORDS}。例如：加字段 ${label} 单选 A、B`, [
      `加字段 ${label} 文本`,
    ]);
  const listed = [beside, ...given].filter(Boolean).join(' ');
  const isChoice = type === 'choice' || type === 'choices';
  if (!isChoice && listed)
    throw new WishProblem(
      `${typeName}没有选项，「${listed.slice(0, 20)}」不知道放在哪里。要选项请写：加字段 ${label} 单选 ${listed.slice(0, 40)}`,
    );
  const options = isChoice ? newNames(listed, '选项', MAX_OPTION, `加字段 ${label} ${typeName} A、B`) : [];
  if (isChoice && options.length < 2)
    throw new WishProblem(
      `${typeName}至少要两个选项，例如：加字段 ${label} ${typeName} ${options[0] ?? 'A'}、B`,
    );
  return { type, typeName: typeName === '文字' ? '文本' : typeName, options, on };
}

function refuseKnown(playbook: Playbook, label: string): void {
  const own = playbook.fields.find((field) => field.label === label || field.words.includes(label));
  if (own)
    throw new WishProblem(
      `已经有字段「${own.label}」${own.label === label ? '' : `，“${label}”是它的另一种说法`}`,
    );
  const builtIn = BUILT_IN_FIELDS.find((name) => LEAD_PROPERTIES[name].label === label);
  if (builtIn) throw new WishProblem(`「${label}」是自带的字段，不用再加`);
}
