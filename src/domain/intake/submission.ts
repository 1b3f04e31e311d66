import { z } from 'zod';
import type { Problem } from '../../core/errors.ts';
import { suggestionText } from '../../core/suggest.ts';
import { LEAD_SOURCES, type LeadSource, sourceOf } from '../leads/sources.ts';
import { findPhones, normalisePhone } from '../normalise/phone.ts';
import { cleanText } from '../normalise/text.ts';
import { canonicalOption } from '../options.ts';
import { propertyShape } from '../playbook/options.ts';
import type { Playbook } from '../playbook/playbook.ts';
import type { FieldValue } from '../records/field-value.ts';
import { budgetBand } from '../tags/budget-band.ts';
import { readFieldValue } from './field-value.ts';
import { toProblems } from './submission-problems.ts';

/** One lead as it came in, checked and in the playbook's spelling; nothing has been looked up or guessed yet. */
export interface Submission {
  company?: string | undefined;
  /** Empty when the caller gave none (a hotline number without a name is still a lead). */
  contactName: string;
  title?: string | undefined;
  /** `+8613812345678`, with ` 转801` when there is an extension. */
  phone?: string | undefined;
  email?: string | undefined;
  city?: string | undefined;
  source: LeadSource;
  channel?: string | undefined;
  campaign?: string | undefined;
  region?: string | undefined;
  industry?: string | undefined;
  products: string[];
  categories: string[];
  /** A band's label. */
  budget?: string | undefined;
  need?: string | undefined;
  fields: Record<string, FieldValue>;
  externalId?: string | undefined;
}

export type ParsedSubmission =
  /** `unread`: what was kept as words in `need` because it could not be read, `电话：12345`. */
  { ok: true; submission: Submission; unread: string[] } | { ok: false; problems: Problem[] };

export interface SubmissionOptions {
  /**
   * What happens to a budget, phone or field value that cannot be read although the lead can: refused with the path
   * (the API, whose caller can mend it), or kept as words in `need` (lists and notes, where a lead must not be lost).
   */
  unreadable?: 'refuse' | 'to-need';
}

/** Longest texts, in UTF-16 units after cleaning. */
export const SUBMISSION_LIMITS = {
  company: 120,
  contactName: 40,
  title: 60,
  phone: 60,
  email: 254,
  city: 40,
  channel: 60,
  campaign: 80,
  region: 40,
  industry: 60,
  products: 50,
  product: 60,
  budget: 60,
  need: 5000,
  fields: 100,
  externalId: 100,
} as const;

const LIMITS = SUBMISSION_LIMITS;

function isPlainObject(raw: unknown): boolean {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw);
}

const absent = (raw: unknown) =>
  raw === null || (typeof raw === 'string' && raw.trim() === '') ? undefined : raw;

/** Cleaned text; `null` and empty mean absent. */
function text(max: number, { multiline = false } = {}) {
  const cleaned = z
    .string()
    // Far too long texts are refused before any work is spent on them.
    .max(max * 4)
    .transform((raw) => cleanText(raw, { max: max * 4, multiline }))
    .pipe(z.string().max(max))
    .transform((clean) => (clean === '' ? undefined : clean));
  return z.preprocess(absent, cleaned.optional());
}

/** `POST /api/leads`, one item. Unknown keys are refused: a misspelt one must not silently lose data. */
export const submissionSchema = z.strictObject({
  company: text(LIMITS.company),
  contactName: text(LIMITS.contactName),
  title: text(LIMITS.title),
  /** Spreadsheets and careless callers send a number. */
  phone: z.preprocess((raw) => (typeof raw === 'number' ? String(raw) : raw), text(LIMITS.phone)),
  email: text(LIMITS.email).pipe(z.email().toLowerCase().optional()),
  city: text(LIMITS.city),
  source: z.preprocess(
    (raw) => (typeof raw === 'string' ? (sourceOf(raw) ?? raw) : raw),
    z.enum(LEAD_SOURCES),
  ),
  channel: text(LIMITS.channel),
  campaign: text(LIMITS.campaign),
  region: text(LIMITS.region),
  industry: text(LIMITS.industry),
  products: z.array(text(LIMITS.product)).max(LIMITS.products).nullish(),
  /** 元, or a band in words. */
  budget: z.preprocess(
    absent,
    z.union([z.number().nonnegative().max(1e12), z.string().max(LIMITS.budget)]).optional(),
  ),
  need: text(LIMITS.need, { multiline: true }),
  /** Read with the playbook; a zod record would drop a key like `__proto__` without a word. */
  fields: z.custom<Record<string, unknown>>(isPlainObject).nullish(),
  externalId: text(LIMITS.externalId),
});
type RawSubmission = z.infer<typeof submissionSchema>;

/**
 * Checks one submitted lead against the contract of `POST /api/leads` and the playbook. Every problem comes with its
 * path (`phone`, `fields.hospitalLevel`) and a Chinese message that says what to write. Never throws on bad input.
 */
export function parseSubmission(
  raw: unknown,
  playbook: Playbook,
  options: SubmissionOptions = {},
): ParsedSubmission {
  const parsed = submissionSchema.safeParse(raw);
  if (!parsed.success) {
    const problems = toProblems(parsed.error.issues, Object.keys(submissionSchema.shape));
    return { ok: false, problems: [...problems, ...(isPlainObject(raw) ? noContact(Object(raw)) : [])] };
  }
  return resolveSubmission({ ...parsed.data, categories: [] }, playbook, options);
}

/** Everything wrong is said at once, so this too when something else is wrong. */
function noContact({
  phone,
  email,
  company,
}: Partial<Record<'phone' | 'email' | 'company', unknown>>): Problem[] {
  const given = [phone, email, company].some((value) => value && absent(value) !== undefined);
  return given ? [] : [{ path: '', message: '电话、邮箱、公司至少要有一个' }];
}

/** What is still to be read with the playbook's help, and what could not be. */
class Reading {
  readonly problems: Problem[] = [];
  readonly leftOver: string[] = [];
  private readonly keepsUnreadable: boolean;

  constructor(options: SubmissionOptions) {
    this.keepsUnreadable = options.unreadable === 'to-need';
  }

  unreadable(path: string, label: string, written: unknown, message: string): undefined {
    if (this.keepsUnreadable) this.leftOver.push(`${label}：${cleanText(String(written), { max: 200 })}`);
    else this.problems.push({ path, message: `${label}${message}` });
    return undefined;
  }
}

/** The second half of `parseSubmission`, shared with forms: values in the playbook's spelling. */
export function resolveSubmission(
  raw: RawSubmission & { categories: string[] },
  playbook: Playbook,
  options: SubmissionOptions = {},
): ParsedSubmission {
  const reading = new Reading(options);
  const { phone, budget, fields, need, ...rest } = raw;
  const submission: Submission = {
    ...rest,
    contactName: raw.contactName ?? '',
    phone: readPhone(phone, reading),
    region: canonicalOr(raw.region, 'region', playbook),
    industry: canonicalOr(raw.industry, 'industry', playbook),
    products: [
      ...new Set((raw.products ?? []).flatMap((name) => canonicalOr(name, 'products', playbook) ?? [])),
    ],
    budget: readBudget(budget, playbook, reading),
    fields: readFields(fields ?? {}, playbook, reading),
  };
  submission.need = [need, ...reading.leftOver, otherPhones(phone)].filter(Boolean).join('\n') || undefined;
  if (reading.problems.length === 0) reading.problems.push(...noContact(submission));
  return reading.problems.length > 0
    ? { ok: false, problems: reading.problems }
    : { ok: true, submission, unread: reading.leftOver };
}

function readPhone(raw: string | undefined, reading: Reading): string | undefined {
  if (raw === undefined) return undefined;
  const { e164, extension } = normalisePhone(raw);
  if (e164 === undefined)
    return reading.unreadable(
      'phone',
      '电话',
      raw,
      `“${raw}”看不懂，请写手机号，或带区号的座机如 0571-87065701`,
    );
  return extension === undefined ? e164 : `${e164} 转${extension}`;
}

/** A lead has one number; what else stood in the cell is kept in words. */
function otherPhones(raw = ''): string | undefined {
  const others = findPhones(raw).slice(1);
  return others.length ? `其他电话：${others.map(({ phone }) => phone.display).join('、')}` : undefined;
}

/** The playbook's spelling where it knows the word, otherwise what was written. */
function canonicalOr(written: string | undefined, property: string, playbook: Playbook): string | undefined {
  const options = propertyShape(playbook, property)?.options;
  return (written !== undefined && options && canonicalOption(written, options)) || written;
}

/** People's ways of not giving a budget. */
const NO_BUDGET =
  /^(?:待定|未定|未知|不详|不明|面议|无|没有|暂无|不清楚|不确定|再说|保密|[-—/?？]+|n\/?a|tbd)$/i;

function readBudget(
  raw: number | string | undefined,
  playbook: Playbook,
  reading: Reading,
): string | undefined {
  const value = typeof raw === 'string' ? cleanText(raw, { max: LIMITS.budget }) : raw;
  if (value === undefined || value === '' || value === 0) return undefined;
  if (typeof value === 'string' && NO_BUDGET.test(value)) return undefined;
  const band = budgetBand(value, playbook);
  const bands = playbook.budget.map((option) => option.value).join('、');
  return (
    band ??
    reading.unreadable('budget', '预算', value, `“${value}”看不懂，请写以元为单位的数字，或：${bands}`)
  );
}

function readFields(
  raw: Record<string, unknown>,
  playbook: Playbook,
  reading: Reading,
): Record<string, FieldValue> {
  const fields: [string, FieldValue][] = [];
  const ids = playbook.fields.map((field) => field.id);
  for (const [id, written] of Object.entries(raw).slice(0, LIMITS.fields + 1)) {
    const field = playbook.fields.find((candidate) => candidate.id === id);
    const shape = field && propertyShape(playbook, id);
    if (!field || !shape) {
      reading.problems.push({ path: `fields.${id}`, message: `没有字段“${id}”${suggestionText(id, ids)}` });
      continue;
    }
    const read = readFieldValue(written, shape);
    if (!read.ok) reading.unreadable(`fields.${id}`, field.label, printable(written), read.message);
    else if (read.value !== undefined) fields.push([id, read.value]);
  }
  return Object.fromEntries(fields);
}

function printable(written: unknown): string {
  return typeof written === 'string' ? written : (JSON.stringify(written) ?? '');
}
