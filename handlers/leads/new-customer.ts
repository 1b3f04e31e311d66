import { step } from '../../src/core/effect.ts';
import { isOpen } from '../../src/domain/leads/lead.ts';
import { type Reply, reply, sentence } from '../../src/services/messages.ts';
import type { Handler } from '../context.ts';
import { newLead } from './new-lead.ts';

/** The name, then everything that was typed. */
const NAMED = /^([^:：]{2,60})[:：]\s*(\S[\s\S]*)$/;

/**
 * "新客户 余姚疾控中心：余姚疾控中心 报价18万 下周三回访": the answer to a note that names somebody the person has no lead
 * of. Makes the lead, kept by the rep who typed it, and records the note on it. Without a note it is 新线索.
 */
export const newCustomer: Handler = {
  name: 'new-customer',
  recognises: ({ command }) => command?.verb === 'new-customer',
  async run(context) {
    const { command, services, person, version, now, op } = context;
    const [, name = '', said = ''] = NAMED.exec(command?.rest ?? '') ?? [];
    if (!said)
      return newLead.run({ ...context, command: command && { ...command, verb: 'new-lead' } }) as Promise<
        Reply[]
      >;
    const parsed = services.intake.readTyped(
      `单位:${name.replace(/\s+/g, '')} ${said.replace(name, '')}`,
      version,
    );
    if (!parsed.ok) return [sentence(`没有录入：${parsed.problems.map((p) => p.message).join('；')}`)];
    const keeps = person.role === 'rep' ? person._id : undefined;
    const { lead } = await services.intake.submit(parsed.submission, op, keeps);
    const note = step(op, 'note');
    const begun = await services.followUp.resume(note);
    if (begun) return [reply('log-confirm', { interaction: begun._id, lead: begun.leadId })];
    if (lead.ownerId !== person._id || !isOpen(lead)) {
      const owner =
        lead.ownerId && lead.ownerId !== person._id ? await services.people.get(lead.ownerId) : null;
      return [
        sentence(
          owner
            ? `${name} 已由${owner.name}跟进，已通知，这条没有记录。`
            : `已录入 ${lead._id} ${name}，请留意指派卡片。`,
        ),
      ];
    }
    const facts = await services.notes.factsAbout(lead, said, version, now);
    const record = await services.followUp.record(lead, facts, note);
    return [reply('log-confirm', { interaction: record._id, lead: lead._id })];
  },
};
