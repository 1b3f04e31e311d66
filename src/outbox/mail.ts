import { createTransport } from 'nodemailer';
import type { Card } from '../../cards/model.ts';
import { SendError } from '../platforms/platform.ts';
import type { MailSender } from './transmit.ts';

/** A card as a mail: the same facts, in the order of the card. */
export function composeMail(card: Card, text: string): { subject: string; text: string; html: string } {
  const rows = card.facts.map(
    (f) => `<tr><th align="left">${escapeHtml(f.name)}</th><td>${escapeHtml(f.value)}</td></tr>`,
  );
  const html = [
    `<h2>${escapeHtml(card.title)}</h2>`,
    card.emphasis ? `<p><strong>${escapeHtml(card.emphasis.text)}</strong></p>` : '',
    rows.length ? `<table cellpadding="6">${rows.join('')}</table>` : '',
    card.body ? `<p>${escapeHtml(card.body).replaceAll('\n', '<br>')}</p>` : '',
  ].join('\n');
  return { subject: card.title, text, html };
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/**
 * Sends by SMTP. The outbox key makes the Message-ID, so that a mail repeated after a lost answer is recognised as
 * the same by the reader's mail program.
 */
export function createSmtpSender(url: string, from: string): MailSender {
  const transport = createTransport(url);
  return {
    async send({ key, to, card, text }) {
      if (!to.email) throw new SendError(`${to._id} has no e-mail address`, true);
      const messageId = `<${Buffer.from(key).toString('base64url')}@genjin>`;
      try {
        await transport.sendMail({ from, to: to.email, messageId, ...composeMail(card, text) });
        return messageId;
      } catch (error) {
        throw new SendError(error instanceof Error ? error.message : String(error), isRefused(error));
      }
    },
  };
}

/**
 * Connects and logs in without sending anything.
 * @throws Error whose message says what the server answered, or that it did not within `ms` per step
 */
export async function checkSmtp(url: string, ms: number): Promise<void> {
  const bounded = new URL(url);
  for (const step of ['connectionTimeout', 'greetingTimeout', 'socketTimeout']) {
    bounded.searchParams.set(step, String(ms));
  }
  const transport = createTransport(bounded.href);
  try {
    await transport.verify();
  } finally {
    transport.close();
  }
}

/** 5xx: the server will never take it. */
function isRefused(error: unknown): boolean {
  const code =
    typeof error === 'object' && error !== null && 'responseCode' in error ? error.responseCode : 0;
  return typeof code === 'number' && code >= 500 && code < 600;
}
