import { type Duration, describeDuration, parseDuration } from '../../domain/calendar/duration.ts';
import { parseNumber } from '../../domain/note/numerals.ts';
import type { ClockName } from '../../domain/playbook/clocks.ts';
import type { Playbook } from '../../domain/playbook/playbook.ts';
import { tryDuration } from '../checks/durations.ts';
import { type Named, pick, pickAhead } from './names.ts';
import { type WishKind, type WishPlan, WishProblem } from './wish.ts';

const CLOCKS: Record<ClockName, { label: string; words: string[] }> = {
  assignment: { label: '待分配', words: ['分配'] },
  'first-touch': { label: '首次联系', words: ['首联', '首次触达'] },
  'follow-up': { label: '约定回访', words: ['回访', '约定的跟进'] },
  dwell: { label: '停留过久', words: ['没有联系', '停滞'] },
  stay: { label: '节点停留', words: [] },
  reply: { label: '客户回音', words: ['回音', '客户没回音'] },
};

type Target = (Named & { kind: 'clock'; name: ClockName }) | (Named & { kind: 'stage'; at: number });

/** `改时限 首次联系 1小时`, `改时限 首次联系 第2步 4小时`, `改时限 需求确认 停留 3天` */
export const changeTime: WishKind = {
  words: ['改时限', '改时间限制'],
  topic: '时限',
  example: '改时限 首次联系 1小时',
  read(rest, { playbook }) {
    const targets = targetsOf(playbook);
    const ahead = pickAhead(rest, targets);
    const words = rest.split(/\s+/);
    const target =
      ahead?.found ??
      pick(
        words[0] ?? '',
        targets,
        '时限',
        (label) => `改时限 ${label} ${words.slice(1).join(' ') || '1小时'}`,
      );
    const behind = ahead?.rest ?? words.slice(1).join(' ');
    return target.kind === 'clock'
      ? changeClock(target, behind, playbook)
      : changeStage(target, behind, playbook);
  },
};

export function clockLabel(name: string): string {
  return CLOCKS[name as ClockName]?.label ?? name;
}

function targetsOf({ clocks, stages }: Playbook): Target[] {
  return [
    ...(Object.keys(CLOCKS) as ClockName[]).flatMap((name): Target[] =>
      clocks[name] ? [{ kind: 'clock', name, ...CLOCKS[name] }] : [],
    ),
    ...stages.map(({ id, label, words }, at): Target => ({ kind: 'stage', id, label, words, at })),
  ];
}

function changeClock(
  { name, label }: Target & { kind: 'clock' },
  behind: string,
  { clocks }: Playbook,
): WishPlan {
  const steps = clocks[name]?.steps ?? [];
  const [, number, rest = ''] = /^第\s*(\S{1,3}?)\s*步\s*([\s\S]*)$/.exec(behind) ?? [
    undefined,
    undefined,
    behind,
  ];
  const first = number === undefined ? 1 : parseNumber(number);
  if (first === undefined || first < 1 || first > steps.length)
    throw new WishProblem(`「${label}」有 ${steps.length} 步：${ladder(steps)}`);
  const times = timesIn(rest, `改时限 ${label} ${number === undefined ? '' : `第${first}步 `}1小时`);
  if (first - 1 + times.length > steps.length)
    throw new WishProblem(
      `「${label}」只有 ${steps.length} 步（${ladder(steps)}），您写了 ${times.length} 个时间`,
    );
  const said = times.map((time, i) => {
    const before = steps[first - 1 + i]?.after ?? '';
    return `${steps.length > 1 ? `第 ${first + i} 步 ` : ''}${spoken(before)} → ${describeDuration(time)}`;
  });
  return {
    title: `时限「${label}」：${said.join('，')}`,
    edits: times.map((time, i) => ({
      kind: 'set',
      path: ['clocks', name, 'steps', first - 1 + i, 'after'],
      value: writtenTime(time),
    })),
    touches: [
      {
        kind: 'records',
        filter: { 'clocks.name': name },
        on: ['leads'],
        text: (count) => `${count}正在计时，仍按原来的时限；以后开始的按新的`,
        blocks: false,
      },
      ...(name === 'dwell' || name === 'stay'
        ? [{ kind: 'note' as const, text: '节点自己写了停留时间的，第一步以节点为准' }]
        : []),
    ],
  };
}

function changeStage(
  { at, label }: Target & { kind: 'stage' },
  behind: string,
  { stages }: Playbook,
): WishPlan {
  const [, which = '', rest = ''] = /^(节点停留|停留过久|停留|没有联系)?\s*([\s\S]*)$/.exec(behind) ?? [];
  const key = which === '节点停留' ? 'stay' : 'dwell';
  const [time, ...more] = timesIn(rest, `改时限 ${label} ${key === 'stay' ? '节点停留' : '停留'} 3天`);
  if (!time || more.length)
    throw new WishProblem(`「${label}」的停留只有一个时间，例如：改时限 ${label} 停留 3天`);
  const before = stages[at]?.[key];
  return {
    title: `节点「${label}」${key === 'stay' ? '最长停留' : '多久没有联系就提醒'}：${before === undefined ? '没有写' : spoken(before)} → ${describeDuration(time)}`,
    edits: [{ kind: 'set', path: ['stages', at, key], value: writtenTime(time) }],
    touches: [
      {
        kind: 'records',
        filter: { stage: stages[at]?.id, 'clocks.name': key },
        on: ['leads'],
        text: (count) => `${count}正在计时，仍按原来的时限；以后开始的按新的`,
        blocks: false,
      },
    ],
  };
}

function timesIn(text: string, form: string): Duration[] {
  const words = arabic(text)
    // 2 小时 is one word.
    .replace(/(\d)\s+(?=[a-z\p{Script=Han}])/giu, '$1')
    .split(/[\s,，、/]+/)
    .filter(Boolean);
  if (!words.length) throw new WishProblem(`请写明多久，例如：${form}`);
  return words.map((word) => {
    const time = tryDuration(word.replace(/^(?:改成|改为|到|为)/, ''));
    if (!time)
      throw new WishProblem(
        `看不懂时长「${word.slice(0, 20)}」，请写成 30分钟、2小时、3天 或 5个工作日，例如：${form}`,
      );
    if ((time.kind === 'time' ? time.ms : time.days) === 0) throw new WishProblem('时限不能是 0');
    return time;
  });
}

/** 半小时, 一个半小时, 两小时 */
function arabic(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/([\d一二两三四五六七八九十]+)个?半小时/g, (whole, n) =>
      parseNumber(n) === undefined ? whole : `${(parseNumber(n) ?? 0) + 0.5}小时`,
    )
    .replace(/半个?小时/g, '30分钟')
    .replace(/半天/g, '12小时')
    .replace(/[一二两三四五六七八九十百]+(?=个?(?:小时|分钟|工作日|天|日|周|星期))/g, (n) =>
      String(parseNumber(n) ?? n),
    );
}

/** As playbooks write it: 30m, 2h, 3d, 5 workdays. */
export function writtenTime(time: Duration): string {
  if (time.kind === 'workdays') return `${time.days} workdays`;
  if (time.kind === 'days') return `${time.days}d`;
  for (const [unit, ms] of [
    ['h', 3_600_000],
    ['m', 60_000],
  ] as const)
    if (time.ms % ms === 0) return `${time.ms / ms}${unit}`;
  return `${Math.round(time.ms / 1000)}s`;
}

export function spoken(written: string): string {
  return describeDuration(parseDuration(written));
}

function ladder(steps: readonly { after: string }[]): string {
  return steps.map(({ after }, i) => `第${i + 1}步 ${spoken(after)}`).join('，');
}
