import { isGenjinError } from '../../src/core/errors.ts';
import { namedField } from '../../src/domain/leads/field-names.ts';
import { mayManage } from '../../src/domain/people/scope.ts';
import { type Reply, reply, sentence } from '../../src/services/messages.ts';
import { onLead } from '../leads/lead-actions.ts';
import { notTheirs } from './moves.ts';

/** 勾选 L1024 法务已看过: something that is done and leaves no other trace. */
export const tick = onLead('tick', async (lead, context, name) => {
  const no = notTheirs(lead, context);
  if (no) return [sentence(no)];
  return attempt(async () => {
    await context.services.journey.tick(lead._id, name, context.op);
    return [reply('stage', { lead: lead._id })];
  });
});

/** 批准 L1024: the yes a gate waits for. */
export const approve = onLead('approve', async (lead, { services, op }) =>
  attempt(async () => {
    await services.journey.approve(lead._id, op);
    return [sentence(`已批准 ${lead._id}。`)];
  }),
);

/** 驳回 L1024 原因. */
export const reject = onLead('reject', async (lead, { services, op }, reason) => {
  if (!reason) return [sentence(`请写明原因，例如：驳回 ${lead._id} 报价低于底价`)];
  return attempt(async () => {
    await services.journey.reject(lead._id, reason.slice(0, 200), op);
    return [sentence(`已驳回 ${lead._id}，并告知负责人。`)];
  });
});

/** 解锁 L1024 预算 原因: asked by the owner, granted by a manager. */
export const unlock = onLead('unlock', async (lead, context, rest) => {
  const no = notTheirs(lead, context);
  if (no) return [sentence(no)];
  const { services, op, person } = context;
  const [first = '', ...words] = rest.split(/\s+/).filter(Boolean);
  const named = namedField(rest, context.version.playbook);
  const name = named?.label ?? first;
  const reason = (named?.rest ?? words.join(' ')).slice(0, 200);
  if (!name) return [sentence(`请写明字段和原因，例如：解锁 ${lead._id} 预算 客户追加了预算`)];
  return attempt(async () => {
    if (mayManage(person) && lead.ownerId !== person._id) {
      await services.locks.unlock(lead._id, name, reason || undefined, op);
      return [sentence(`已解锁 ${lead._id} 的${name}，可以修改一次。`)];
    }
    if (!reason) return [sentence(`请写明原因，例如：解锁 ${lead._id} ${name} 客户追加了预算`)];
    await services.locks.askUnlock(lead._id, name, reason, op);
    return [sentence(`已请主管决定：解锁 ${lead._id} 的${name}。`)];
  });
});

/** 采纳 L1024 预算: what was refused because of a lock is written after all. */
export const adopt = onLead('adopt', async (lead, { services, op, person }, name) => {
  if (!mayManage(person) || lead.ownerId === person._id)
    return [sentence('只有主管可以采纳对锁定字段的修改。')];
  return attempt(async () => {
    await services.locks.adopt(lead._id, name, op);
    return [sentence(`已采纳：${lead._id} 的${name}，已修改。`)];
  });
});

/** 不采纳 L1024 预算. */
export const drop = onLead('drop', async (lead, { services, op, person }, name) => {
  if (!mayManage(person) || lead.ownerId === person._id)
    return [sentence('只有主管可以决定锁定字段的修改。')];
  return attempt(async () => {
    await services.locks.drop(lead._id, name, op);
    return [sentence(`已决定不改：${lead._id} 的${name}。`)];
  });
});

/** What cannot be done is said in its own words. */
async function attempt(run: () => Promise<Reply[]>): Promise<Reply[]> {
  try {
    return await run();
  } catch (error) {
    if (isGenjinError(error, 'invalid') || isGenjinError(error, 'forbidden'))
      return [sentence(error.userText)];
    throw error;
  }
}
