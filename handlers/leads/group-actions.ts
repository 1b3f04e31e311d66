import { mayManage } from '../../src/domain/people/scope.ts';
import { sentence } from '../../src/services/messages.ts';
import type { HandlerContext } from '../context.ts';
import { onLead } from './lead-actions.ts';

const NO_GROUPS =
  '这里不能由机器人建群。可以自己建一个群并加入群机器人，请管理员写进设置后，日报等会播报到群里。';

/** "建群 L1024 张三 李四": a group chat about one lead that hears what becomes of it. */
export const group = onLead('group', async (lead, context, rest) => {
  const { services, person, op } = context;
  if (lead.ownerId !== person._id && !mayManage(person)) {
    return [sentence(`${lead._id} 由他人负责，只有负责人和主管可以为它建群。`)];
  }
  if (!services.leadGroups.canGather) return [sentence(NO_GROUPS)];
  const named = await idsOf(rest, context);
  if ('problem' in named) return [sentence(named.problem)];
  const members = await services.leadGroups.gather(lead, person, named.ids, op);
  if (!members) return [sentence(`群里至少要两个人，请写上同事的姓名：建群 ${lead._id} 张三`)];
  return [
    sentence(
      `${lead._id} 的群：${members.join('、')}。改派、阶段变化和超时会在群里播报，电话打码；群里说的话机器人收不到。`,
    ),
  ];
});

async function idsOf(
  names: string,
  { services }: HandlerContext,
): Promise<{ ids: string[] } | { problem: string }> {
  const ids: string[] = [];
  for (const name of names.split(/[\s、，,]+/).filter(Boolean)) {
    const [only, ...others] = (await services.queries.peopleNamed(name)).filter(({ active }) => active);
    if (!only) return { problem: `没有叫「${name}」的在职同事。` };
    if (others.length) return { problem: `有多位「${name}」，请改写帐号。` };
    ids.push(only._id);
  }
  return { ids };
}
