import type { Card } from '../../cards/model.ts';
import { toPlainText } from '../../cards/plain-text.ts';
import { groupNamed } from '../core/group.ts';
import type { Colleague } from '../domain/people/person.ts';
import { type Sender as PlatformSender, SendError } from '../platforms/platform.ts';
import type { OutboxRow } from '../stores/outbox.ts';
import { type AnnounceDeps, announce } from './groups.ts';
import { accountOf } from './policy-input.ts';

/** Sends one mail; throws `SendError`. Answers the transport's message id. */
export interface MailSender {
  send(mail: { key: string; to: Colleague; card: Card; text: string; at: Date }): Promise<string>;
}

const NO_ACCOUNT = { reason: '在已连接的聊天平台上没有帐号', mend: '请检查通讯录或成员名单' };

export interface TransmitDeps extends AnnounceDeps {
  platforms: PlatformSender[];
  mail: MailSender | null;
}

/**
 * Hands a message to the platform of its addressee: a person, a group, or a mailbox.
 * @returns once the platform has taken it, with the platform's id of it. @throws SendError
 */
export async function transmit(
  row: OutboxRow,
  to: Colleague,
  card: Card,
  now: Date,
  deps: TransmitDeps,
): Promise<{ platform: string; providerId: string }> {
  if (groupNamed(row.to) !== undefined) return announce(row, card, now, deps);
  const text = toPlainText(card, { repliable: row.channel === 'chat' });
  if (row.channel === 'mail') {
    if (!deps.mail) throw new SendError('No mail transport is configured (SMTP_URL)', true);
    return {
      platform: 'mail',
      providerId: await deps.mail.send({ key: row._id, to, card, text, at: now }),
    };
  }
  const account = accountOf(to, deps.platforms);
  if (!account)
    throw new SendError(`${to._id} has no account on a connected platform`, true, undefined, NO_ACCOUNT);
  const { platform, userId } = account;
  const inDoubt = row.state === 'sending';
  if (inDoubt && !platform.capabilities.idempotentSend && platform.wasDelivered) {
    const delivered = await platform.wasDelivered(row._id);
    if (delivered === 'yes') return { platform: platform.name, providerId: row._id };
  }
  const providerId = await platform.send({ key: row._id, userId, card, text, at: now, inDoubt });
  return { platform: platform.name, providerId };
}
