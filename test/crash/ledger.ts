/** What was asked of the program and what it answered: the other side of the comparison at the end. */
export interface LeadAsk {
  kind: 'leads';
  /** Idempotency-Key. */
  key: string;
  items: { company: string; contactName: string; phone: string; source: string; [field: string]: unknown }[];
  /** Set once an answer came. */
  results?: { status: string; leadId?: string }[];
}

export interface EventAsk {
  kind: 'event';
  /** The platform's id of the event: the same on a redelivery. */
  id: string;
  path: '/simulator/messages' | '/simulator/actions';
  body: Record<string, unknown>;
  acknowledged: boolean;
  /** The platform could not even deliver it: the card has no such button any more. */
  refused: boolean;
}

export interface FileAsk {
  kind: 'file';
  id: string;
  userId: string;
  name: string;
  text: string;
  phones: string[];
  acknowledged: boolean;
}

export type Ask = LeadAsk | EventAsk | FileAsk;

export class Ledger {
  readonly asks: Ask[] = [];

  add<T extends Ask>(ask: T): T {
    this.asks.push(ask);
    return ask;
  }

  /** Sent and not answered: a partner or platform would send it again. */
  open(): Ask[] {
    return this.asks.filter((ask) => !isSettled(ask));
  }

  acknowledged(): number {
    return this.asks.filter((ask) => isSettled(ask) && !(ask.kind === 'event' && ask.refused)).length;
  }
}

export function isSettled(ask: Ask): boolean {
  if (ask.kind === 'leads') return ask.results !== undefined;
  if (ask.kind === 'event') return ask.acknowledged || ask.refused;
  return ask.acknowledged;
}
