import type { Verb } from '../../cards/actions.ts';
import { mayManage } from '../../src/domain/people/scope.ts';
import { sentence } from '../../src/services/messages.ts';
import { onLead } from './lead-actions.ts';

/** 另立项目 L1024 2 and 同一项目 L1024 2: the answer to "is it the same project" (A5), by the owner or a manager. */
const answering = (verb: Verb, wanted: 'same' | 'own') =>
  onLead(verb, async (lead, { services, person, op }, rest) => {
    if (lead.ownerId !== person._id && !mayManage(person))
      return [sentence(`${lead._id} 现在由他人负责，这张卡片已过期。`)];
    const asked = lead.doubts?.filter(({ answer }) => !answer) ?? [];
    const n = /^\d{1,6}$/.test(rest) ? Number(rest) : asked.at(-1)?.n;
    const done = n === undefined ? null : await services.projects.answer(lead, n, wanted, op);
    if (!done)
      return [
        sentence(`${lead._id} 没有待确认的项目。另一个项目请发：新线索 客户名称 联系人 电话 新项目：需求`),
      ];
    if (done.answer === 'same') return [sentence(`好，仍记在 ${lead._id} 这个项目里。`)];
    const { made } = done;
    const theirs = made.ownerId === person._id ? '' : '，由原负责人跟进';
    return [sentence(`已另立项目 ${made._id}${theirs}；${lead._id} 恢复为之前的内容。`)];
  });

export const ownProject = answering('own-project', 'own');
export const sameProject = answering('same-project', 'same');
