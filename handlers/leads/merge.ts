import type { Verb } from '../../cards/actions.ts';
import type { Customer } from '../../src/domain/customer.ts';
import { mayManage } from '../../src/domain/people/scope.ts';
import { type Reply, reply, sentence } from '../../src/services/messages.ts';
import type { Handler, HandlerContext } from '../context.ts';

const NUMBERS = /[CLＣＬ][\d０-９]{1,9}/gi;

/** Customers named by their own numbers or those of their leads, as far as the person may see them. */
async function named(context: HandlerContext, words: string): Promise<{ seen: string[]; missing: string[] }> {
  const { services, scope } = context;
  const seen: string[] = [];
  const missing: string[] = [];
  for (const word of words.normalize('NFKC').toUpperCase().match(NUMBERS) ?? []) {
    const lead = word.startsWith('L') ? await services.queries.lead(scope, word) : null;
    const id = lead?.customerId ?? word;
    const customer = id.startsWith('C') ? await services.queries.customer(scope, id) : null;
    if (customer) seen.push(id);
    else missing.push(word);
  }
  return { seen: [...new Set(seen)], missing };
}

/** A manager's command about customers; the numbers stand behind the verb. */
function forManagers(
  verb: Verb,
  run: (context: HandlerContext, ids: string[], rest: string) => Promise<Reply[]>,
): Handler {
  return {
    name: verb,
    recognises: ({ command }) => command?.verb === verb,
    async run(context) {
      const { command, person } = context;
      if (!mayManage(person)) return [sentence('客户的合并、拆开和归属由主管决定，请联系主管。')];
      const words = `${command?.target ?? ''} ${command?.rest ?? ''}`;
      const { seen, missing } = await named(context, words);
      if (missing.length) return [sentence(`找不到 ${missing.join('、')}，或它不在您的范围内。`)];
      return run(context, seen, words.replace(NUMBERS, ' ').trim());
    },
  };
}

/** `合并 C114 C120`: the second becomes part of the first. */
export const merge = forManagers('merge', async ({ services, op, event }, ids) => {
  const [keepId, ...others] = ids;
  if (!keepId || !others.length)
    return [sentence('请写两个客户（或线索）的编号，保留的在前：合并 C114 C120')];
  const replies: Reply[] = [];
  for (const [i, otherId] of others.entries()) {
    const own = { ...op, key: others.length > 1 ? `${op.key}/${i}` : op.key };
    const { keep, other } = await services.merging.merge(keepId, otherId, own);
    if (keep._id === other._id && event.kind !== 'action')
      replies.push(sentence(`${keepId} 和 ${otherId} 已是同一个客户（${keep._id}）。`));
    else if (event.kind !== 'action')
      replies.push(reply('same-customer', { customer: keep._id, other: other._id }));
  }
  return replies;
});

/** `拆开 C120`, `拆开 C114 C120`: the one that was merged is its own again. */
export const split = forManagers('split', async ({ services, op, event }, ids) => {
  const parts: Customer[] = [];
  for (const id of ids) {
    const { own, direct } = await services.merging.partsOf(id);
    if (own.mergedInto || own.applied.includes(op.key)) parts.push(own);
    else parts.push(...direct.filter(({ _id }) => ids.length === 1 || ids.includes(_id)));
  }
  const [part, ...others] = [...new Map(parts.map((one) => [one._id, one])).values()];
  if (!part) return [sentence(`${ids.join('、') || '这个客户'} 没有与别的客户合并，不用拆开。`)];
  if (others.length) {
    const names = [part, ...others].map(({ _id, name }) => `拆开 ${_id}（${name}）`).join('\n');
    return [sentence(`并进来的有几个，请写明拆开哪一个：\n${names}`)];
  }
  const done = await services.merging.split(part._id, op);
  if (!done || event.kind === 'action') return [];
  return [sentence(`${done._id} ${done.name} 已拆开，线索、记录和采购记录各归各的。`)];
});

export const notSame = forManagers('not-same', async ({ services, op, event }, [one, two]) => {
  if (!one || !two) return [sentence('请写两个客户的编号：不是同一家 C114 C120')];
  await services.merging.notSame(one, two, op);
  return event.kind === 'action' ? [] : [sentence(`好，${one} 和 ${two} 不是同一家，不再提示。`)];
});

/** `客户归 C114 王敏`: the customer and every open lead of it. */
export const giveCustomer = forManagers('give-customer', async ({ services, op }, ids, rest) => {
  const [id] = ids;
  const found = rest ? await services.queries.peopleNamed(rest) : [];
  const [rep, ...others] = found.filter((one) => one.role === 'rep' && one.active);
  if (!id || !rep || others.length) return [sentence('请写成：客户归 C114 王敏。姓名要是唯一的在职销售。')];
  const count = await services.merging.giveTo(id, rep, op);
  const leads = count ? `，${count} 条在跟的线索一起转过去` : '';
  return [sentence(`客户 ${id} 归 ${rep.name} 负责${leads}。`)];
});
