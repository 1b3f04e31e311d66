import { formatWhen } from '../../cards/format.ts';
import type { Person } from '../../src/domain/people/person.ts';
import { mayManage } from '../../src/domain/people/scope.ts';
import { type Reply, reply, sentence } from '../../src/services/messages.ts';
import type { Handler, HandlerContext } from '../context.ts';

/** "请假 到周五": no new leads until then (B1). What the person has stays theirs. */
export const away: Handler = {
  name: 'away',
  recognises: ({ command }) => command?.verb === 'away',
  async run({ command, services, version, person, now, op }) {
    const words = command?.rest ?? '';
    // 明天到周五, 到周五, 周五; without a first day it begins now.
    const [, first = '', last = ''] = /^(?:从)?(.*?)[到至~～-](.+)$/u.exec(words) ?? [
      '',
      '',
      words || '今天',
    ];
    const until = services.notes.endOf(last, version, now);
    const from = first.trim() ? services.notes.startOf(first, version, now) : now;
    if (!until || !from || until <= now || until <= from)
      return [sentence(`没看懂时间「${words}」，或它已经过去。请写成：请假 到周五`)];
    await services.handover.away(person, { from, until }, '请假', op);
    const at = (time: Date) => formatWhen(time, now, version.playbook.calendar.timeZone);
    const begin = from > now ? `将从 ${at(from)} 起暂停` : '已暂停';
    return [sentence(`${begin}给您分配新线索，${at(until)} 恢复。手上的线索仍由您跟进。`)];
  },
};

export const back: Handler = {
  name: 'back',
  recognises: ({ command }) => command?.verb === 'back',
  async run({ services, person, op }) {
    await services.handover.back(person, op);
    return [sentence('已恢复接单。')];
  },
};

const CONFIRMED = '确认';

/** "离职 王敏": asked back once, then everything the person had open is routed on with its context (B7). */
export const leaver: Handler = {
  name: 'leaver',
  recognises: ({ command }) => command?.verb === 'leaver',
  async run(context) {
    const { command, services, person, op } = context;
    const [name = '', confirmed] = (command?.rest ?? '').split(/\s+/);
    const found = await managed(context, name, true);
    if ('reply' in found) return [found.reply];
    const { who } = found;
    if (who._id === person._id) return [sentence('不能给自己办理离职交接。')];
    if (confirmed !== CONFIRMED) return [reply('leaver-confirm', { person: who._id })];
    const count = await services.handover.leave(who, op);
    const left = await services.handover.leftWith(who._id);
    const quiet = (await services.merging.quietOf(who._id)).length;
    const waiting = left ? `其中 ${left} 条暂时无人可接，在「待分配」里等您指定。` : '';
    return [
      sentence(
        `${who.name} 已停用，${count} 条在手线索正在重新分配，接手人会收到交接信息。${waiting}如果点错了：复职 ${who.name}`,
      ),
      ...(left ? [reply('unassigned', {}, { asked: true })] : []),
      ...(quiet ? [reply('leaver-customers', { person: who._id }, { count: quiet })] : []),
    ];
  },
};

/** "复职 王敏": takes new leads again; what was routed on stays with its new owners. */
export const returner: Handler = {
  name: 'returner',
  recognises: ({ command }) => command?.verb === 'returner',
  async run(context) {
    const found = await managed(context, command(context), false);
    if ('reply' in found) return [found.reply];
    await context.services.handover.comeBack(found.who, context.op);
    return [sentence(`${found.who.name} 已恢复。已转出的线索仍在新负责人名下，需要时用「指派」转回。`)];
  },
};

/** "客户交接 刘洋 王敏": the customers of somebody who left that nobody has an open lead of. */
export const inheritCustomers: Handler = {
  name: 'inherit-customers',
  recognises: ({ command }) => command?.verb === 'inherit-customers',
  async run(context) {
    const [from = '', to = ''] = command(context).split(/[\s,，、]+/);
    const found = await managed(context, from, false);
    if ('reply' in found) return [found.reply];
    const { services, op } = context;
    const named = (await services.queries.peopleNamed(to)).filter((p) => p.active && p.role === 'rep');
    const [rep, ...others] = named;
    if (!rep || others.length)
      return [sentence(`请写成：客户交接 ${found.who.name} 王敏。接手人要是唯一的在职销售。`)];
    const count = await services.merging.inherit(found.who._id, rep, op);
    return [
      sentence(
        count
          ? `${found.who.name} 的 ${count} 个老客户已交接给 ${rep.name}。`
          : `${found.who.name} 名下没有待交接的老客户。`,
      ),
    ];
  },
};

function command({ command: typed }: HandlerContext): string {
  return typed?.rest ?? '';
}

/** The one colleague of that name whom this manager may hand over, or what to answer instead. */
async function managed(
  { services, person }: HandlerContext,
  name: string,
  active: boolean,
): Promise<{ who: Person } | { reply: Reply }> {
  const [only, ...others] = (await services.queries.peopleNamed(name)).filter((p) => p.active === active);
  if (!only) return { reply: sentence(`没有叫「${name}」的${active ? '在职' : '已停用的'}同事。`) };
  if (others.length) {
    const ids = [only, ...others].map((p) => p._id).join(' / ');
    return { reply: sentence(`有多位「${name}」，请用工号（${ids}）。`) };
  }
  if (!mayManage(person) || !(await services.handover.mayHandOver(person, only))) {
    return { reply: sentence(`只有 ${only.name} 的主管、总监或管理员可以办理。`) };
  }
  return { who: only };
}
