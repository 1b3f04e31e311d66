import { z } from 'zod';
import type { Problem } from '../../core/errors.ts';
import { suggestionText } from '../../core/suggest.ts';
import { LEAD_PROPERTIES, type LeadDescription, type LeadProperty } from '../leads/description.ts';
import { LEAD_SOURCES, sourceOf } from '../leads/sources.ts';
import { findPhones, normalisePhone } from '../normalise/phone.ts';
import { readPlace } from '../normalise/regions.ts';
import { cleanText } from '../normalise/text.ts';
import { canonicalOption } from '../options.ts';
import { propertyShape } from '../playbook/options.ts';
import type { Playbook } from '../playbook/playbook.ts';
import type { FieldValue } from '../records/field-value.ts';
import { budgetBand } from '../tags/budget-band.ts';
import { readFieldValue } from './field-value.ts';
import { toProblems } from './submission-problems.ts';

/**
 * One lead as it came in, checked and in the playbook's spelling; nothing has been looked up or guessed yet.
 * `contactName` is empty when the caller gave none (a hotline number without a name is still a lead).
 */
export interface Submission extends Omit<LeadDescription, 'company'> {
  company?: string | undefined;
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

const FIELDS_AT_MOST = 100;

function isPlainObject(raw: unknown): boolean {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw);
}

const absent = (raw: unknown) =>
  raw === null || (typeof raw === 'string' && raw.trim() === '') ? undefined : raw;

/** Cleaned text, no longer than the property may be; `null` and empty mean absent. */
function text(property: LeadProperty, { multiline = false } = {}) {
  const { max } = LEAD_PROPERTIES[property];
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
  company: text('company'),
  contactName: text('contactName'),
  title: text('title'),
  /** Spreadsheets and careless callers send a number. */
  phone: z.preprocess((raw) => (typeof raw === 'number' ? String(raw) : raw), text('phone')),
  otherPhones: z.array(text('otherPhones')).max(LEAD_PROPERTIES.otherPhones.items).nullish(),
  wechat: text('wechat'),
  email: text('email'),
  city: text('city'),
  address: text('address'),
  source: z.preprocess(
    (raw) => (typeof raw === 'string' ? (sourceOf(raw) ?? raw) : raw),
    z.enum(LEAD_SOURCES),
  ),
  channel: text('channel'),
  campaign: text('campaign'),
  region: text('region'),
  industry: text('industry'),
  products: z.array(text('products')).max(LEAD_PROPERTIES.products.items).nullish(),
  /** 元, or a band in words. */
  budget: z.preprocess(
    absent,
    z.union([z.number().nonnegative().max(1e12), z.string().max(LEAD_PROPERTIES.budget.max)]).optional(),
  ),
  need: text('need', { multiline: true }),
  /** Read with the playbook; a zod record would drop a key like `__proto__` without a word. */
  fields: z.custom<Record<string, unknown>>(isPlainObject).nullish(),
  externalId: text('externalId'),
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
  /** What goes into the need; of these `unread` could not be read at all. */
  readonly leftOver: string[] = [];
  readonly unread: string[] = [];
  private readonly keepsUnreadable: boolean;

  constructor(options: SubmissionOptions) {
    this.keepsUnreadable = options.unreadable === 'to-need';
  }

  unreadable(path: string, label: string, written: unknown, message: string): undefined {
    if (this.keepsUnreadable) this.unread.push(this.keep(label, written));
    else this.problems.push({ path, message: `${label}${message}` });
    return undefined;
  }

  /** Keeps what no property takes as words. */
  keep(label: string, written: unknown): string {
    const words = `${label}：${cleanText(String(written), { max: 300 })}`;
    this.leftOver.push(words);
    return words;
  }
}

/** The second half of `parseSubmission`, shared with forms: values in the playbook's spelling. */
export function resolveSubmission(
  raw: RawSubmission & { categories: string[] },
  playbook: Playbook,
  options: SubmissionOptions = {},
): ParsedSubmission {
  const reading = new Reading(options);
  const { phone, email, budget, fields, need, ...rest } = raw;
  const numbers = readPhones([phone, ...(raw.otherPhones ?? [])], reading);
  const submission: Submission = {
    ...rest,
    ...(raw.region !== undefined && placeBeside(raw.region, raw.city, playbook)),
    contactName: raw.contactName ?? '',
    phone: numbers[0],
    otherPhones: numbers.length > 1 ? numbers.slice(1) : undefined,
    email: readEmail(email, reading),
    industry: canonicalOr(raw.industry, 'industry', playbook),
    products: [
      ...new Set((raw.products ?? []).flatMap((name) => canonicalOr(name, 'products', playbook) ?? [])),
    ],
    budget: readBudget(budget, playbook, reading),
    fields: readFields(fields ?? {}, playbook, reading),
  };
  submission.need = [need, ...reading.leftOver].filter(Boolean).join('\n') || undefined;
  if (reading.problems.length === 0) reading.problems.push(...noContact(submission));
  return reading.problems.length > 0
    ? { ok: false, problems: reading.problems }
    : { ok: true, submission, unread: reading.unread };
}

/**
 * All numbers of the texts, each once. Words beside a number (`138… 王主任，下午打`) are kept in the need; a text without
 * any number is unreadable.
 */
function readPhones(texts: readonly (string | undefined)[], reading: Reading): string[] {
  const numbers = new Set<string>();
  for (const raw of texts) {
    if (raw === undefined) continue;
    const found = findPhones(raw);
    const all = found.length ? found.map(({ phone }) => phone) : [normalisePhone(raw)];
    const valid = all.flatMap(({ e164, extension }) =>
      e164 === undefined ? [] : [extension === undefined ? e164 : `${e164} 转${extension}`],
    );
    for (const number of valid) numbers.add(number);
    const hint = `“${raw}”看不懂，请写手机号，或带区号的座机如 0571-87065701`;
    if (valid.length === 0) reading.unreadable('phone', '电话', raw, hint);
    else if (hasWordsBeside(raw, found)) reading.keep('电话', raw);
  }
  return [...numbers];
}

/** What people write beside a number to say that it is one, or whose kind it is. */
const PHONE_WORDS =
  /联系|移动|办公|固定|备用|家庭|单位|手机|电话|座机|固话|号码|总机|分机|tel|phone|mobile|[转号机宅办国内际]/gi;

function hasWordsBeside(raw: string, found: readonly { start: number; end: number }[]): boolean {
  const rest = found.reduceRight((text, { start, end }) => text.slice(0, start) + text.slice(end), raw);
  return /[\p{L}\d]/u.test(rest.replace(PHONE_WORDS, ''));
}

const EMAIL = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/g;

/** The first address; everything else in the text is kept in the need. */
function readEmail(raw: string | undefined, reading: Reading): string | undefined {
  if (raw === undefined) return undefined;
  const [first, ...others] = raw.match(EMAIL) ?? [];
  const isWhole = first !== undefined && z.email().safeParse(first).success;
  if (!isWhole) return reading.unreadable('email', '邮箱', raw, '写得不对，例如 name@example.com');
  const rest = raw.replace(EMAIL, '').replace(/[<>()[\]]/g, '');
  if (others.length || /[\p{L}\d]/u.test(rest)) reading.keep('邮箱', raw);
  return first.toLowerCase();
}

/** 杭州 in the region's place is a region's part: the playbook's region takes its place, and the word stays as the city. */
function placeBeside(
  written: string,
  city: string | undefined,
  playbook: Playbook,
): Pick<Submission, 'region' | 'city'> {
  const known = canonicalOption(written, propertyShape(playbook, 'region')?.options ?? []);
  const place = readPlace(written);
  const isPlace = place.city !== undefined || place.province !== undefined;
  const tellsMore = city === undefined && isPlace && known !== undefined && known !== written;
  return { region: known ?? written, city: city ?? (tellsMore || (isPlace && !known) ? written : undefined) };
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
  const value = typeof raw === 'string' ? cleanText(raw, { max: LEAD_PROPERTIES.budget.max }) : raw;
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
  for (const [id, written] of Object.entries(raw).slice(0, FIELDS_AT_MOST + 1)) {
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
