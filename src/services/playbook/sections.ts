/** The playbook as people read it, section by section, each entry with the line that changes it. */
import { WISHES } from '../../config/wishes/index.ts';
import { choicesOf } from '../../config/wishes/options.ts';
import { shares, WEIGHTS } from '../../config/wishes/routing.ts';
import { clockLabel, spoken } from '../../config/wishes/times.ts';
import type { Topic } from '../../config/wishes/wish.ts';
import { wordEntries } from '../../config/wishes/words.ts';
import type { Person } from '../../domain/people/person.ts';
import { mayChangePart } from '../../domain/people/scope.ts';
import type { Playbook } from '../../domain/playbook/playbook.ts';

export const TOPICS: readonly (Topic | '节点')[] = [
  '标签',
  '选项',
  '字段',
  '时限',
  '分配',
  '话术',
  '说法',
  '节点',
];

export interface SectionLine {
  name: string;
  value: string;
  /** A line that changes it, to be completed. */
  edit?: string | undefined;
}

export interface Section {
  topic: (typeof TOPICS)[number];
  lines: SectionLine[];
  /** What adds another. */
  add?: string | undefined;
}

/** A path of each topic, by which it is told who may change it. */
const PATHS: Record<Topic, string> = {
  标签: 'tags',
  选项: 'fields',
  字段: 'fields',
  时限: 'clocks',
  分配: 'routing',
  话术: 'scripts',
  说法: 'actions.any.words',
};

/** Whether this person may change something of the topic. */
export function mayChangeTopic(person: Pick<Person, 'role' | 'active'>, topic: Section['topic']): boolean {
  return topic !== '节点' && mayChangePart(person, PATHS[topic]);
}

/** The kinds of change this person may ask for, each as an example. */
export function examplesFor(person: Pick<Person, 'role' | 'active'>): { topic: Topic; examples: string[] }[] {
  const topics = [...new Set(WISHES.map(({ topic }) => topic))].filter((topic) =>
    mayChangeTopic(person, topic),
  );
  return topics.map((topic) => ({
    topic,
    examples: WISHES.filter((wish) => wish.topic === topic).map(({ example }) => example),
  }));
}

export function sectionNamed(name: string, playbook: Playbook): Section | undefined {
  return sectionsOf(playbook).find(({ topic }) => topic === name);
}

export function sectionsOf(playbook: Playbook): Section[] {
  return [
    ...waySections(playbook),
    ...listSections(playbook),
    routingSection(playbook),
    ...speechSections(playbook),
  ];
}

function waySections({ stages, clocks }: Playbook): Section[] {
  return [
    {
      topic: '节点',
      lines: stages.map(({ label, dwell, stay, end }, i) => ({
        name: `${i + 1} ${label}`,
        value: [
          dwell && `${spoken(dwell)}没有联系就提醒`,
          stay && `最长停留${spoken(stay)}`,
          end && (end === 'won' ? '成交' : '失单'),
        ]
          .filter(Boolean)
          .join('，'),
        ...(end ? {} : { edit: `改时限 ${label} 停留 ${dwell ? spoken(dwell) : '3天'}` }),
      })),
    },
    {
      topic: '时限',
      lines: Object.entries(clocks).flatMap(([name, clock]) =>
        (clock?.steps ?? []).map(({ after, to, reroute }, i) => ({
          name: `${clockLabel(name)} 第${i + 1}步`,
          value: `${spoken(after)}${clock?.time === 'working' ? '（工作时间）' : ''}${to.length ? ` → ${to.map((one) => RECIPIENTS[one]).join('、')}` : ''}${reroute ? '，改派' : ''}`,
          edit: `改时限 ${clockLabel(name)} 第${i + 1}步 ${spoken(after)}`,
        })),
      ),
    },
  ];
}

function listSections(playbook: Playbook): Section[] {
  const { tags, fields } = playbook;
  return [
    {
      topic: '标签',
      lines: tags.map(({ label, values, from, single }) => ({
        name: label,
        value: `${from === undefined ? values.join('、') || '还没有' : '取自字段'}${single ? '（只留一个）' : ''}`,
        ...(from === undefined && { edit: `加标签  到 ${label}` }),
      })),
      add: '加标签  到 ',
    },
    {
      topic: '选项',
      lines: choicesOf(playbook).map(({ label, values, complex }) => ({
        name: label,
        value: values.map(({ value }) => value).join('、'),
        ...(!complex && { edit: `加选项 ${label} ` }),
      })),
    },
    {
      topic: '字段',
      lines: fields.map(({ label, type, on, core }) => ({
        name: label,
        value: `${FIELD_TYPES[type]}，${on === 'customer' ? '客户' : '线索'}${core ? '，核心' : ''}`,
        edit: `停用字段 ${label}`,
      })),
      add: '加字段 ',
    },
  ];
}

function routingSection({ routing }: Playbook): Section {
  return {
    topic: '分配',
    lines: [
      {
        name: '方式',
        value: routing.policy === 'strict' ? '严格规则' : `加权评分（${shares(routing.weights)}）`,
      },
      ...(routing.policy === 'strict'
        ? []
        : WEIGHTS.map(({ id, label }) => ({
            name: `权重 ${label}`,
            value: String(routing.weights[id]),
            edit: `改权重 ${label} ${routing.weights[id]}`,
          }))),
      { name: '每人线索上限', value: String(routing.cap), edit: `改上限 ${routing.cap}` },
    ],
  };
}

function speechSections(playbook: Playbook): Section[] {
  const { scripts, objections } = playbook;
  const objection = new Map(objections.map(({ id, label }) => [id, label]));
  return [
    {
      topic: '话术',
      lines: scripts.map(({ title, text, for: fits }) => ({
        name: title,
        value: `${fits.map((id) => objection.get(id) ?? '首次联系').join('、')}：${text.trim()}`,
        edit: `改话术 ${title} ${text.trim()}`,
      })),
      add: '加话术 ',
    },
    {
      topic: '说法',
      lines: wordEntries(playbook)
        .filter(({ what }) => ['动作', '异议', '场景'].includes(what))
        .map(({ what, label, words }) => ({
          name: `${what} ${label}`,
          value: words.join('、'),
          edit: `加词 ${label} `,
        })),
    },
  ];
}

const FIELD_TYPES: Record<Playbook['fields'][number]['type'], string> = {
  text: '文本',
  number: '数字',
  money: '金额',
  date: '日期',
  'yes-no': '是否',
  choice: '单选',
  choices: '多选',
  band: '分段',
};

const RECIPIENTS: Record<string, string> = {
  owner: '负责人',
  manager: '直属主管',
  'manager-of-manager': '上级主管',
  director: '总监',
  marketing: '市场',
  finance: '财务',
  admin: '管理员',
};
