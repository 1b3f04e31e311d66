import { calendarOf } from '../../src/domain/clocks/clock-rules.ts';
import { sentence } from '../../src/services/messages.ts';
import { onLead } from '../leads/lead-actions.ts';
import { notTheirs } from './moves.ts';

/** 预计签约 L1024 12月20日 [原因]. */
export const signing = onLead('signing', async (lead, context, rest) => {
  const no = notTheirs(lead, context);
  if (no) return [sentence(no)];
  const { services, version, now, op } = context;
  const [when = '', ...words] = rest.split(/\s+/).filter(Boolean);
  const at = when ? services.notes.when(when, version, now) : undefined;
  if (!at) return [sentence(`请写一个将来的日期，例如：预计签约 ${lead._id} 12月20日 客户年底走流程`)];
  const day = calendarOf(version.playbook).dayKey(at);
  const reason = words.join(' ').slice(0, 200) || undefined;
  const done = await services.journey.expectSigning(lead._id, day, reason, op);
  switch (done.kind) {
    case 'set':
      return [sentence(`${lead._id} 预计签约：${day}。`)];
    case 'needs-reason':
      return [
        sentence(
          `比推算的 ${done.reckoned} 差超过 ${done.tolerance} 天，请写明原因：预计签约 ${lead._id} ${when} 原因`,
        ),
      ];
    case 'refused':
      return [sentence(done.text)];
  }
});
