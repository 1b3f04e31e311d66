/**
 * What the simulator page and its server say to each other, as types only: the page's JavaScript names them in
 * JSDoc, the server's routes may use them so that neither side drifts. Times are ISO 8601 strings; ids are the
 * short ones people type (`L1024`). Everything here that came from a person is hostile text.
 */
export interface SimulatorUser {
  id: string;
  name: string;
  /** A role of src/domain/people/person.ts. */
  role: string;
  managerId?: string;
  team?: string;
  region?: string;
}

export type Tone = 'info' | 'warn' | 'danger' | 'good';

export interface CardButton {
  id: string;
  label: string;
  /** What could be typed instead. */
  command: string;
  style?: 'primary' | 'default' | 'danger';
  /** Why it cannot be pressed now; absent means it can. */
  disabled?: string;
}

export interface CardSelect {
  id: string;
  label: string;
  options: { id: string; label: string }[];
}

export interface PageLink {
  label: string;
  url: string;
}

export interface SimulatorCard {
  title: string;
  emphasis?: { text: string; tone: Tone };
  figure?: { name: string; value: string };
  facts: { name: string; value: string }[];
  body?: string;
  tags?: string[];
  quote?: string;
  buttons: CardButton[];
  selects?: CardSelect[];
  link?: PageLink;
  /** Several pages to choose from. */
  links?: PageLink[];
  /** `alt` is empty for decoration. */
  picture?: { url: string; alt: string; ratio: number };
  /** What became of it: who did what, when. */
  state?: string;
}

export interface SimulatorMessage {
  id: string;
  /** When it was sent or last edited. */
  at: string;
  /** When it was sent, whatever became of it since. */
  sentAt: string;
  /** The card file's name, or `text`, `file`. */
  kind: string;
  /** The complete plain-text form. */
  text: string;
  /** Typed by the person, not sent by the bot. */
  mine?: boolean;
  file?: { name: string; url: string };
  card?: SimulatorCard;
}

/** One server-sent event: something in this person's chat is new or edited. */
export interface LiveHint {
  userId: string;
  messageId: string;
}

export type ClockMove = { advance: string } | { to: string };

export interface ClockMoved {
  now: string;
  /** How much fell due on the way. */
  ran: { clocks: number; messages: number; reports: number };
}

export interface AuditEntry {
  at: string;
  /** Person id or part of the product (`routing`, `clock:first-touch`, `api`). */
  who: string;
  kind: string;
  text: string;
  leadId?: string;
  customerId?: string;
}

export interface Mail {
  id: string;
  at: string;
  to: string;
  subject: string;
  text: string;
  html: string;
}

export interface FormLink {
  id: string;
  title: string;
  url: string;
  /** Address of the QR code's picture. */
  qr: string;
}

export interface LeadItem {
  company?: string;
  contactName?: string;
  title?: string;
  phone?: string;
  email?: string;
  source: string;
  channel?: string;
  campaign?: string;
  region?: string;
  industry?: string;
  products?: string[];
  budget?: string | number;
  need?: string;
}

export interface FieldProblem {
  path: string;
  message: string;
}

export interface LeadResult {
  index: number;
  status: 'created' | 'merged' | 'rejected';
  leadId?: string;
  customerId?: string;
  ownerId?: string;
  errors?: FieldProblem[];
}

export interface LeadSummary {
  id: string;
  customerId: string;
  status: string;
  ownerId?: string;
  tags: string[];
  stage: string;
  company?: string;
  contactName?: string;
  createdAt?: string;
}

export interface LeadCandidate {
  userId: string;
  eligible: boolean;
  reasons: string[];
  /** Per factor 0–100, before weighting. */
  scores: Record<string, number>;
  /** 0–100. */
  total: number;
}

export interface LeadDetail extends LeadSummary {
  decision?: { policy: string; playbookVersion: number; candidates: LeadCandidate[] } | null;
  clocks: { name: string; step: number; dueAt: string; because?: string }[];
  timeline: { at: string; kind: string; by: string; text: string }[];
  fields: Record<string, string | number | boolean | string[]>;
  /** What the playbook calls the fields; a field without one is shown by its id. */
  fieldLabels?: Record<string, string>;
}

/** RFC 9457. */
export interface ProblemDocument {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
  problems?: FieldProblem[];
}
