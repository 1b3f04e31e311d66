import { formatWhen } from '../../cards/format.ts';
import { mayManage } from '../../src/domain/scope.ts';
import { sentence } from '../../src/services/messages.ts';
import type { Handler } from '../context.ts';

/** "请假 到周五": no new leads until then (B1). What the person has stays theirs. */
export const away: Handler = {
  name: 'away',
  recognises: ({ command }) => command?.verb === 'away',
  async run({ command, services, version, person, now, op }) {
    const words = (command?.rest ?? '').replace(/^[到至]/, '');
    const until = words
      ? services.notes.endOf(words, version, now)
      : services.notes.endOf('今天', version, now);
    if (!until || until <= now) return [sentence(`没看懂时间「${words}」。请写成：请假 到周五`)];
    await services.handover.away(person, until, '请假', op);
    return [
      sentence(
        `已暂停给您分配新线索，${formatWhen(until, now, version.playbook.calendar.timeZone)} 恢复。手上的线索仍由您跟进。`,
      ),
    ];
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

/** "离职 王敏": everything the person had open is routed on with its context (B7). */
export const leaver: Handler = {
  name: 'leaver',
  recognises: ({ command }) => command?.verb === 'leaver',
  async run({ command, services, person, op }) {
    const named = await services.queries.peopleNamed(command?.rest ?? '');
    // Whom an earlier run of this very command deactivated before it was cut off still has leads to hand over.
    const [only, ...others] = named.filter((p) => p.active || p.left?.key === op.key);
    if (!only) return [sentence(`没有叫「${command?.rest ?? ''}」的在职同事。`)];
    if (others.length)
      return [
        sentence(
          `有多位「${command?.rest}」，请用工号（${[only, ...others].map((p) => p._id).join(' / ')}）。`,
        ),
      ];
    if (only._id === person._id) return [sentence('不能给自己办理离职交接。')];
    if (!mayManage(person) || !(await services.handover.mayHandOver(person, only))) {
      return [sentence(`只有 ${only.name} 的主管、总监或管理员可以办理交接。`)];
    }
    const count = await services.handover.leave(only, op);
    return [sentence(`${only.name} 已停用，${count} 条在手线索正在重新分配，接手人会收到完整的交接信息。`)];
  },
};
