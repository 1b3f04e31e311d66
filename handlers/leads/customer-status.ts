import type { Customer } from '../../src/domain/customer.ts';
import { readStanding, standingWarning } from '../../src/domain/customer-standing.ts';
import { type Reply, sentence } from '../../src/services/messages.ts';
import type { Handler, HandlerContext } from '../context.ts';

const HOW = '请写成：客户状态 C114 已搬迁 新地址 …，或 已注销、停业、正常；写错了发：客户状态 C114 撤销';

/** `客户状态 C114 已搬迁 新地址 …` (A6): by whoever looks after the customer, and by managers. */
export const customerStatus: Handler = {
  name: 'customer-status',
  recognises: ({ command }) => command?.verb === 'customer-status',
  async run(context) {
    const { command, services, scope, op } = context;
    const number = command?.target ?? '';
    const customer = await customerOf(context, number);
    const mayWrite = customer && !scope.hidesContacts;
    if (!mayWrite) return [sentence(`找不到客户 ${number}，或它不在您名下。`)];
    const rest = command?.rest ?? '';
    if (!rest) return [sentence(`${said(customer)}\n${HOW}`)];
    if (/^撤[销回]$/.test(rest)) {
      return [sentence(`已撤销。${said(await services.standings.takeBack(customer._id, op))}`)];
    }
    const wish = readStanding(rest);
    if (!wish) return [sentence(`没看懂「${rest.slice(0, 40)}」。${HOW}`)];
    const after = await services.standings.set(customer._id, wish, op);
    return [sentence(`已记录。${said(after)}\n写错了发：客户状态 ${after._id} 撤销`)];
  },
};

async function customerOf({ services, scope }: HandlerContext, number: string): Promise<Customer | null> {
  const lead = number.startsWith('L') ? await services.queries.lead(scope, number) : null;
  return services.queries.customer(scope, lead?.customerId ?? number);
}

function said(customer: Customer): string {
  const { _id, name, address } = customer;
  const state = standingWarning(customer) ?? (address ? `正常，地址 ${address}` : '正常');
  return `${_id} ${name}：${state}。`;
}

/** Before a visit to a customer that has moved or closed is taken down. */
export async function standingBefore({ services, scope }: HandlerContext, id: string): Promise<Reply[]> {
  const customer = await services.queries.customer(scope, id);
  const warning = customer && standingWarning(customer);
  return warning ? [sentence(`注意：${customer.name} ${warning}。`)] : [];
}
