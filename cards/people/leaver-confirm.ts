import { button } from '../actions.ts';
import { defineCard } from '../define.ts';
import type { Card } from '../model.ts';

interface View {
  name: string;
  open: number;
}

/** Before a person's leads are given away: who, how many, and one tap to go on. */
export const leaverConfirm = defineCard<View>({
  kind: 'leaver-confirm',
  async load({ read, refs }) {
    const person = (await read.peopleWithLoad()).get(refs.person ?? '');
    return person ? { name: person.name, open: person.slots.length } : null;
  },
  render({ name, open }): Card {
    return {
      kind: 'leaver-confirm',
      title: `为 ${name} 办理离职交接？`,
      emphasis: { text: `${open} 条在手线索将立即重新分配`, tone: 'warn' },
      facts: [],
      body: '接手人会看到阶段、此前记录和约定时间。办理后可用「复职」恢复账号，已转出的线索不会自动转回。',
      buttons: [button('确认办理', 'leaver', '', { rest: `${name} 确认`, style: 'danger' })],
    };
  },
});
