import { type Reply, sentence } from '../../src/services/messages.ts';
import type { Handler } from '../context.ts';

/**
 * A customer added in the chat client is a lead of whoever added them (a manager's is routed). One contact is one
 * lead, however many colleagues add them.
 */
export const newContact: Handler = {
  name: 'new-contact',
  recognises: ({ event }) => event.kind === 'contact',
  async run({ event, services, person, version, op }): Promise<Reply[]> {
    if (event.kind !== 'contact' || !event.payload.about) return [];
    const { about, channel, externalId } = event.payload;
    const parsed = services.intake.readContact(about, channel, version);
    if (!parsed.ok) {
      const problems = parsed.problems.map((p) => p.message).join('；');
      return [sentence(`新客户「${about.name}」没有录入：${problems}`)];
    }
    const key = `contact:${event.platform}:${externalId}`;
    const keeps = person.role === 'rep' ? person._id : undefined;
    await services.intake.submit(parsed.submission, { ...op, key }, keeps);
    return [];
  },
};
