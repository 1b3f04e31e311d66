import { type Op, step } from '../../core/effect.ts';
import { isOpenOrder, type Order } from '../../domain/orders/order.ts';
import { missingFields, nextStep, questionOf } from '../../domain/orders/order-type.ts';
import { doesStep, isPicked, isRequester } from '../../domain/orders/parts.ts';
import type { Colleague } from '../../domain/people/person.ts';
import type { OrderType } from '../../domain/playbook/orders.ts';
import type { Answer, QuestionItem } from '../../domain/questions/item.ts';
import type { Leaving } from '../../domain/questions/words.ts';
import type { FieldValue } from '../../domain/records/field-value.ts';
import { type Reply, reply, sentence } from '../messages.ts';
import type { Directory } from '../people/directory.ts';
import type { AskedAbout, Asker, OpenQuestions, QuestionSet } from '../questions/question-set.ts';
import type { OrderService } from './orders.ts';

export interface OrderQuestionDeps {
  orders: OrderService;
  directory: Directory;
}

/** Who is to take an order is asked like a field. */
const ASSIGNEE = 'assignee';

/**
 * What an order misses: its required fields, to whoever asked for it; what its next step requires, to whoever does the
 * step. `detail` is the step somebody wanted to do: it is done once nothing is missing.
 */
export class OrderQuestions implements QuestionSet {
  readonly name = 'order';
  readonly withinMs = 30 * 60_000;
  readonly page = true;
  private readonly deps: OrderQuestionDeps;

  constructor(deps: OrderQuestionDeps) {
    this.deps = deps;
  }

  async open({ record }: AskedAbout, asker: Asker): Promise<OpenQuestions | null> {
    const order = await this.deps.orders.find(asker.scope, record);
    if (!order) return null;
    const title = `${order._id} ${order.label}`;
    if (!isOpenOrder(order)) return { title, items: [] };
    return { title, items: await this.itemsOf(order, asker.person) };
  }

  async answer(
    { record, detail }: AskedAbout,
    answers: readonly Answer[],
    asker: Asker,
    op: Op,
  ): Promise<Reply[]> {
    const { orders, directory } = this.deps;
    const people = await directory.map();
    const values: Record<string, FieldValue> = {};
    let assignee: Colleague | undefined;
    for (const { item, value } of answers) {
      if (item === ASSIGNEE) assignee = [...people.values()].find((one) => nameOf(one, people) === value);
      else if (value !== null) values[item] = value;
    }
    const filled = await orders.act(record, { do: 'fill', values, assignee }, asker.person, op);
    if (filled.kind === 'refused') return [sentence(filled.text)];
    const items = await this.itemsOf(filled.order, asker.person);
    if (!detail || items.length) return [];
    const wanted = detail === 'finish' ? { do: 'finish' as const } : { do: 'step' as const, step: detail };
    const done = await orders.act(record, wanted, asker.person, step(op, 'step'));
    return done.kind === 'refused' ? [sentence(done.text)] : [];
  }

  card({ record }: AskedAbout, item: QuestionItem | undefined): Reply {
    return item ? reply('order-question', { order: record }, { item }) : reply('order', { order: record });
  }

  /** 取消 while its fields are asked: nobody has got it yet, so it is over. */
  async leave({ record }: AskedAbout, how: Leaving, asker: Asker, op: Op): Promise<Reply[]> {
    const order = await this.deps.orders.find(asker.scope, record, op);
    if (how === 'cancel' && order && !order.ready) {
      const done = await this.deps.orders.act(record, { do: 'cancel', reason: '' }, asker.person, op);
      return [sentence(done.kind === 'refused' ? done.text : `好的，${record} 已取消，没有人收到。`)];
    }
    const waits = order && !order.ready ? '填完才会发给对方。' : '';
    return [sentence(`好的，先放着。${waits}接着填请发：继续 ${record}`)];
  }

  private async itemsOf(order: Order, person: Colleague): Promise<QuestionItem[]> {
    const { version, type } = await this.deps.orders.typeOf(order);
    const people = await this.deps.directory.map();
    const isAsker = isRequester(person, order);
    const required = isAsker ? missingFields(type, order, version.playbook).map(questionOf) : [];
    const picks =
      isAsker && !order.ready && isPicked(type) && order.assigneeId === undefined
        ? [assigneeItem(type, people)]
        : [];
    const next = order.ready && order.state !== 'waiting' ? nextStep(type, order) : undefined;
    const ofStep =
      next && doesStep(person, next.by, order, people)
        ? missingFields(type, order, version.playbook, next.requires).map(questionOf)
        : [];
    const all = [...required, ...picks, ...ofStep];
    return all.filter((one, i) => all.findIndex(({ id }) => id === one.id) === i);
  }
}

function assigneeItem({ to }: OrderType, people: ReadonlyMap<string, Colleague>): QuestionItem {
  const able = [...people.values()].filter(({ active, role }) => active && role === to?.role);
  const options = able.map((one) => ({ value: nameOf(one, people), words: [one.name] }));
  return { id: ASSIGNEE, label: '接单人', words: ['派给'], kind: 'choice', options, prompt: '派给谁？' };
}

/** Two of one name are told apart by their account. */
function nameOf({ _id, name }: Colleague, people: ReadonlyMap<string, Colleague>): string {
  const isShared = [...people.values()].some((other) => other.name === name && other._id !== _id);
  return isShared ? `${name}（${_id}）` : name;
}
