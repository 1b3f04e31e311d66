import type { Colleague } from '../src/domain/people/person.ts';
import { mayManage } from '../src/domain/people/scope.ts';

interface Suggestion {
  /** What people call it who do not know the command. */
  meant: RegExp;
  /** What can be typed as it stands; or made from the words that were typed. */
  command: string | ((text: string) => string);
  managersOnly?: boolean;
}

/** 王敏这周怎么样: the figures of whoever and whenever stands before it. */
const HOW_IS = /(?:做得|干得)?的?(?:怎么样|怎样|如何|业绩|表现|数据|[了吗呢])+[？?。]*$/;

const SUGGESTIONS: readonly Suggestion[] = [
  { meant: /不对|错了|改一?下|修改|更正|记错/, command: '更正' },
  { meant: /撤|删|取消|不算/, command: '撤销' },
  { meant: /超时|逾期|慢|拖|没跟|没联系|停滞|预警|催/, command: '超时线索' },
  { meant: /待办|今天|今日|重点|要打|要跟|任务|日程|安排|几个客户/, command: '今日待触达' },
  {
    meant: /(?:哪个?[组人]|谁|哪位).{0,6}(?:最慢|最快|慢|快)/,
    command: (text) => `指标 首次响应时长 ${/组/.test(text) ? '按组' : '按人'}`,
  },
  { meant: HOW_IS, command: (text) => `指标 ${text.replace(HOW_IS, '').trim()}` },
  { meant: /指标|激活|SLA|赢单|转化|完整度|响应/i, command: '指标' },
  {
    meant: /报表|[日周月]报|业绩|数据|排名|统计|多少|几个|几条|激活|漏斗|看板|指标|哪个组|谁最/,
    command: '看板',
  },
  { meant: /没人|无主|分配|派单|分给/, command: '待分配', managersOnly: true },
  { meant: /导出|表格|excel|名单|清单/i, command: '导出今日待触达' },
  {
    meant: /页面|网页|链接|手机|客户列表|(?:我|名下|手上|全部|所有|\S)的?(?:线索|客户)$|搜|查/,
    command: '网页',
  },
];

const WORK =
  /待办|任务|日程|排名|业绩|报表|[日周月]报|看板|超时|逾期|(?:今天|今日|明天|[本这上]周|[本这上]个?月).{0,6}(?:什么|啥|哪[些个家]|几[个家单条]|多少)/;

/** Whether a question is about somebody's own work, and not about the customer who is open. */
export function asksAboutWork(text: string): boolean {
  return WORK.test(text);
}

const SHOWN = 3;

/** The commands a line nobody understood most likely means, for this person; the usual ones make up the number. */
export function likelyCommands(text: string, to: Colleague): string[] {
  const manages = mayManage(to);
  const open = SUGGESTIONS.filter(({ managersOnly }) => manages || !managersOnly);
  const meant = open
    .filter((suggestion) => suggestion.meant.test(text))
    .map(({ command }) => (typeof command === 'string' ? command : command(text)));
  const usual = manages ? ['超时线索', '看板', '待分配', '帮助'] : ['今日待触达', '超时线索', '帮助'];
  return [...new Set([...meant, ...usual])].slice(0, SHOWN);
}
