import type { Card } from '../../../cards/model.ts';
import type { Person } from '../../domain/people/person.ts';
import { composeMail } from '../../outbox/mail.ts';
import type { SimulatorStore } from '../../stores/simulator.ts';

/** The demo's mailbox: mails are written down and shown on the simulator's page instead of being sent. */
export function createMailbox(store: SimulatorStore) {
  return {
    async send(mail: { key: string; to: Person; card: Card; text: string; at: Date }): Promise<string> {
      const { subject, text, html } = composeMail(mail.card, mail.text);
      await store.addMail({ _id: mail.key, at: mail.at, to: mail.to.email ?? '', subject, text, html });
      return mail.key;
    },
  };
}
