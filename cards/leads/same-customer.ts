import type { Customer } from '../../src/domain/customer.ts';
import { isOpen, type Lead } from '../../src/domain/leads/lead.ts';
import { likenessOf } from '../../src/domain/match/likeness.ts';
import type { Colleague } from '../../src/domain/people/person.ts';
import { mayManage } from '../../src/domain/people/scope.ts';
import { button } from '../actions.ts';
import { type CardRequest, defineCard } from '../define.ts';
import { formatWhen } from '../format.ts';
import { type Card, type CardButton, type Fact, facts } from '../model.ts';

export interface CustomerLine {
  customer: Customer;
  owner: Colleague | undefined;
  leads: readonly Lead[];
  since: string;
}

interface View {
  /** The older one first: it is kept. */
  keep: CustomerLine;
  other: CustomerLine;
  because: string;
  manages: boolean;
}

const LEADS = 20;

/** Two customers that may be one (A5): why, who was first, and what to do; what was done, and the way back. */
export const sameCustomer = defineCard<View>({
  kind: 'same-customer',
  async load(request) {
    const lines = [await lineOf(request, request.refs.customer), await lineOf(request, request.refs.other)];
    const [one, two] = lines.sort(
      (a, b) => (a?.customer.createdAt.getTime() ?? 0) - (b?.customer.createdAt.getTime() ?? 0),
    );
    if (!one || !two || one.customer._id === two.customer._id) return null;
    // Where a person merged them the other way round, that is how it stands.
    const [keep, other] = one.customer.mergedInto === two.customer._id ? [two, one] : [one, two];
    const because = String(request.params.because ?? '') || likenessOf(keep.customer, other.customer);
    return { keep, other, because, manages: mayManage(request.to) };
  },
  render(view): Card {
    const { keep, other, because } = view;
    const [a, b] = [keep.customer, other.customer];
    const isMerged = b.mergedInto === a._id;
    const isDenied = saidOther(a, b);
    const title = isMerged || isDenied ? '是否同一家' : '可能是同一家，请核对';
    return {
      kind: 'same-customer',
      title: `${title}：${a.name} / ${b.name}`,
      ...(!isMerged &&
        !isDenied && { emphasis: { text: '撞单：两边都在跟，请决定', tone: 'warn' as const } }),
      facts: [...facts({ 依据: because }), factOf(a._id, keep, '先录入'), factOf(b._id, other, '后录入')],
      body: isMerged
        ? undefined
        : '合并后线索、记录、文件和采购记录在一起看，各自的负责人不变，随时可以拆开。',
      buttons: view.manages ? buttonsOf(view, { isMerged, isDenied }) : [],
      state: isMerged ? `${b._id} 已并入 ${a._id}` : isDenied ? '已确认不是同一家' : undefined,
    };
  },
});

/** Null for who may not see it. */
export async function lineOf({ read, now }: CardRequest, id = ''): Promise<CustomerLine | null> {
  const customer = await read.customer(id);
  const leads = customer ? await read.leadsOf(id, LEADS) : [];
  // A lead that nobody has yet is seen by its region's managers, its customer is not.
  if (!customer || !(leads.length || (await read.maySeeCustomer(id)))) return null;
  const owner = customer.ownerId ? await read.person(customer.ownerId) : null;
  const { playbook } = await read.playbook();
  const since = formatWhen(customer.createdAt, now, playbook.calendar.timeZone);
  return {
    customer,
    owner: owner ?? undefined,
    leads: leads.filter((lead) => lead.customerId === id),
    since,
  };
}

/** Whether somebody said of two customers that they are not the same. */
export function saidOther(a: Customer, b: Customer): boolean {
  return Boolean(a.notSame?.includes(b._id) || b.notSame?.includes(a._id));
}

export function factOf(name: string, { customer, owner, leads, since }: CustomerLine, when: string): Fact {
  const open = leads.filter(isOpen).map(({ _id }) => _id);
  const parts = [
    customer.name || '未留单位',
    customer.city,
    owner ? `负责人 ${owner.name}` : '没有负责人',
    open.length ? `在跟 ${open.slice(0, 3).join('、')}` : '没有在跟的线索',
    `${when} ${since}`,
  ];
  return { name, value: parts.filter(Boolean).join(' · ') };
}

function buttonsOf({ keep, other }: View, about: { isMerged: boolean; isDenied: boolean }): CardButton[] {
  const [a, b] = [keep.customer._id, other.customer._id];
  if (!about.isMerged) {
    const merge = button('合并', 'merge', a, { rest: b, style: 'primary' });
    return about.isDenied ? [merge] : [merge, button('不是同一家', 'not-same', a, { rest: b })];
  }
  const owners = [...new Map([keep, other].flatMap(({ owner }) => (owner ? [[owner._id, owner]] : [])))];
  const give = owners.map(([id, { name }]) => button(`归 ${name}`, 'give-customer', a, { rest: id }));
  return [button('拆开', 'split', b, { rest: a }), ...(owners.length > 1 ? give : [])];
}
