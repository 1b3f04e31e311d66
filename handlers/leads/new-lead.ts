import { type Reply, reply, sentence } from '../../src/services/messages.ts';
import type { Handler } from '../context.ts';

/**
 * "新线索 市一医院 王主任 13812345678 想看超声" (A1), 热线 … for whoever answers the telephone. A rep keeps what they bring; a manager's lead is routed.
 * A customer somebody else already looks after is told with no more than that person's name (A5).
 */
export const newLead: Handler = {
  name: 'new-lead',
  recognises: ({ command }) => command?.verb === 'new-lead' || command?.verb === 'hotline-lead',
  async run({ command, services, person, scope, version, op }) {
    const source = command?.verb === 'hotline-lead' ? '热线 ' : '';
    const parsed = services.intake.readTyped(`${source}${command?.rest ?? ''}`, version);
    if (!parsed.ok) {
      const problems = parsed.problems.map((p) => p.message).join('；');
      const head = source || '新线索 ';
      return [sentence(`没有录入：${problems}\n请写成：${head}市一医院 王主任 13812345678 想看超声`)];
    }
    const keeps = person.role === 'rep' ? person._id : undefined;
    const { status, lead } = await services.intake.submit(parsed.submission, op, keeps);
    const visible = await services.queries.lead(scope, lead._id);
    if (status === 'merged') {
      const owner = lead.ownerId ? await services.people.get(lead.ownerId) : null;
      const who = owner?._id === person._id ? '您' : (owner?.name ?? '同事');
      const answer: Reply[] = [sentence(`该客户已由${who}跟进，没有重复建单，已通知负责人。`)];
      return visible ? [...answer, reply('lead-detail', { lead: lead._id })] : answer;
    }
    // The owner gets the assignment card; whoever typed it for somebody else gets a receipt.
    if (lead.ownerId === person._id) return [];
    const owner = lead.ownerId ? await services.people.get(lead.ownerId) : null;
    if (lead.project !== undefined && keeps && owner)
      return [sentence(`这是${owner.name}的客户，已作为另一个项目录入 ${lead._id}，仍由${owner.name}跟进。`)];
    return [
      sentence(
        `已录入 ${lead._id}，${owner ? `分配给 ${owner.name}` : '暂时没有可分配的销售，请留意指派卡片'}。`,
      ),
    ];
  },
};
