import { commandText } from '../actions.ts';
import { defineCard } from '../define.ts';
import { repOptions } from '../leads/pick-owner.ts';
import type { Card } from '../model.ts';

interface View {
  id: string;
  name: string;
  count: number;
  reps: { id: string; label: string }[];
}

/** Customers of somebody who left that nobody has an open lead of (B7): one tap for all of them. */
export const leaverCustomers = defineCard<View>({
  kind: 'leaver-customers',
  async load({ read, refs, params, now }) {
    const people = await read.peopleWithLoad();
    const person = people.get(refs.person ?? '');
    const count = Number(params.count ?? 0);
    if (!person || !count) return null;
    return {
      id: person._id,
      name: person.name,
      count,
      reps: repOptions(people, { ownerId: person._id }, now),
    };
  },
  render({ id, name, count, reps }): Card {
    return {
      kind: 'leaver-customers',
      title: `${name} 名下还有 ${count} 个没有在跟线索的客户`,
      emphasis: { text: '请指定谁来维护这些老客户', tone: 'warn' },
      facts: [],
      body: '采购记录和跟进记录一起转过去。只转其中一个请发：客户归 C114 姓名',
      selects: reps.length ? [{ id: 'owner', label: '接手人', options: reps }] : undefined,
      buttons: reps.length
        ? [
            {
              id: 'inherit-customers',
              label: '全部交接给TA',
              command: commandText('inherit-customers', '', `${id} {owner}`),
              style: 'primary',
            },
          ]
        : [],
    };
  },
});
