import { sourceIn } from '../leads/sources.ts';
import { type HeaderMapping, type HeaderSynonyms, LEAD_HEADERS } from '../match/headers.ts';
import { beginsWithSurname } from '../note/customer/people.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { BOOK_COLUMNS, BOOK_HEADERS } from './book.ts';
import { type Cells, textsOf, type Written } from './columns.ts';

/** Parts of a name and of a place that tables keep in columns of their own. */
const PART_HEADERS: HeaderSynonyms = {
  lastName: ['姓', 'last name', 'surname', 'family name'],
  firstName: ['名', 'first name', 'given name'],
  province: ['省', '省份', '所在省份', 'province', 'state'],
  town: ['市', '地级市'],
  district: ['区县', '县区', '区', '县', '区/县', 'district'],
  department: ['科室', '部门', '所在科室', '所属部门', '所在部门', 'department'],
};

/** Column names an import understands: the usual ones, and the labels of the playbook's own fields. */
export function importHeaders(playbook: Playbook): HeaderSynonyms {
  const own = playbook.fields.map((field) => [`fields.${field.id}`, [field.label, field.id, ...field.words]]);
  // A playbook's own label counts before a usual name of the same spelling.
  return { ...Object.fromEntries(own), ...PART_HEADERS, ...BOOK_HEADERS, ...LEAD_HEADERS };
}

/** Where further texts of one meaning go: joined to the first, or into the need under the column's name. */
const JOINED: Readonly<Record<string, string>> = { phone: '；', email: '；', title: '、', address: '；' };
const LISTS = new Set(['products', 'categories']);
/** Read together with others below. */
const TOGETHER = new Set([
  ...['company', 'contactName', 'source', 'channel', 'need', 'city'],
  ...Object.keys(PART_HEADERS),
  ...BOOK_COLUMNS,
]);

/**
 * One row as an item of `POST /api/leads`. Every filled cell of a known column is in it: several columns of one meaning
 * are joined (手机, 座机), or the further ones are kept in the need with their column's name; lists are cut at 、，; and /.
 * @param isKept whether the record says otherwise than in words what stands in a column of a book (owner, state)
 */
export function rowToItem(
  cells: Cells,
  mapping: HeaderMapping,
  isKept: (name: string) => boolean = () => false,
): Record<string, unknown> {
  const item: Record<string, unknown> = {};
  const fields: Record<string, string> = {};
  const words: string[] = [];
  const keep = (written: readonly Written[]) =>
    words.push(...written.map(({ header, text }) => `${header}：${text}`));
  for (const name of Object.keys(mapping.columns)) {
    const [first, ...others] = textsOf(cells, mapping, name);
    if (!first || TOGETHER.has(name)) continue;
    const joint = JOINED[name];
    if (LISTS.has(name)) item[name] = [first, ...others].flatMap(({ text }) => listed(text));
    else if (joint) item[name] = [first, ...others].map(({ text }) => text).join(joint);
    else {
      if (name.startsWith('fields.')) fields[name.slice('fields.'.length)] = first.text;
      else item[name] = name === 'budget' ? withUnit(first) : first.text;
      keep(others);
    }
  }
  keep(names(cells, mapping, item));
  keep(place(cells, mapping, item));
  keep(origin(cells, mapping, item));
  keep(BOOK_COLUMNS.filter((name) => !isKept(name)).flatMap((name) => textsOf(cells, mapping, name)));
  const [need, ...remarks] = textsOf(cells, mapping, 'need');
  keep(remarks);
  const text = [need?.text, ...words].filter(Boolean).join('\n');
  return {
    ...item,
    ...(text && { need: text }),
    ...(Object.keys(fields).length && { fields }),
  };
}

function listed(text: string): string[] {
  return text
    .split(/[、，,;；/\n]/)
    .map((part) => part.trim())
    .filter(Boolean);
}

/** 80 under 预算(万元) is 80万, 800000 under 预算(元) is what it says. */
function withUnit({ header, text }: Written): string {
  const isBare = /^[\d.,]+(?:\s*[-~–至到]\s*[\d.,]+)?$/.test(text);
  if (isBare && /[(（【[].*万/.test(header)) return `${text}万`;
  return isBare && /[(（【[].*元/.test(header) ? `${text}元` : text;
}

/** Company and contact; a second company column that holds a person's name is the contact. @returns what is left */
function names(cells: Cells, mapping: HeaderMapping, item: Record<string, unknown>): Written[] {
  const companies = textsOf(cells, mapping, 'company');
  const contacts = textsOf(cells, mapping, 'contactName');
  const [last, first] = ['lastName', 'firstName'].map((name) => textsOf(cells, mapping, name)[0]?.text ?? '');
  const whole = /[A-Za-z]/.test(`${last}${first}`) ? `${first} ${last}`.trim() : `${last}${first}`;
  if (whole) contacts.unshift({ header: '姓名', text: whole });
  const person = companies.length > 1 ? companies.find(({ text }) => isPersonName(text)) : undefined;
  if (person && contacts.length === 0) contacts.push(person);
  const houses = companies.filter((written) => written !== person);
  const [company, ...otherCompanies] = houses;
  const [contact, ...otherContacts] = contacts;
  if (company) item.company = company.text;
  if (contact) item.contactName = contact.text;
  const department = textsOf(cells, mapping, 'department').map(({ text }) => text);
  const title = [...department, ...(typeof item.title === 'string' ? [item.title] : [])];
  if (title.length) item.title = title.join(' ');
  return [...otherCompanies, ...otherContacts, ...(person && person !== contact ? [person] : [])];
}

function isPersonName(text: string): boolean {
  return /^\p{Script=Han}{2,4}$/u.test(text) && beginsWithSurname(text) && !/[院司厂店部所]$/.test(text);
}

/** 浙江省, 杭州市 and 西湖区 in columns of their own are one place, from the largest to the smallest. */
function place(cells: Cells, mapping: HeaderMapping, item: Record<string, unknown>): Written[] {
  const parts = ['province', 'town', 'city', 'district'].flatMap((name) => textsOf(cells, mapping, name));
  const telling = parts.filter(
    ({ text }, i) => !parts.some((other, j) => j !== i && other.text.includes(text) && other.text !== text),
  );
  const joined = telling.map(({ text }) => text).join('');
  if (joined.length > MAX_PLACE) return parts;
  if (joined) item.city = joined;
  return [];
}

const MAX_PLACE = 60;

/** Words that say more than a kind of source (CMEF展会, 老客户推荐) are the channel, or stay in the need. */
function origin(cells: Cells, mapping: HeaderMapping, item: Record<string, unknown>): Written[] {
  const sources = textsOf(cells, mapping, 'source').map((written) => ({
    ...written,
    read: sourceIn(written.text),
  }));
  const known = sources.find(({ read }) => read);
  item.source = known?.read?.source ?? 'import';
  const telling = sources.filter((written) => written !== known || written.read?.saysMore);
  const [channel, ...others] = [...textsOf(cells, mapping, 'channel'), ...telling];
  if (channel) item.channel = channel.text;
  return others;
}
