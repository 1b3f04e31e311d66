import type { LeadDescription } from '../leads/description.ts';
import type { Lead } from '../leads/lead.ts';

export type Wish = Pick<
  LeadDescription,
  'contactName' | 'phone' | 'email' | 'categories' | 'need' | 'fields'
>;

/** People say themselves that it is another matter. */
const ANOTHER =
  /新项目|新立项|(?:另|别)(?:外)?(?:一|有)?个?项目|另案|(?:和|与|跟|同)[^，。；,;]{0,12}(?:项目|那个|之前)?(?:无关|不相干|是两回事)/;
/** Whoever wants something *too* goes on with what the house has asked for: joined, and its owner is asked. */
const ALSO = /(?:还|也|顺便|顺带|一并)(?:想|要|需|看|问|了解|考虑|打算)/;
const DEPARTMENT = 'department';

/**
 * A lead is a project: which of a customer's open leads a new wish belongs to (A5). The same contact goes on with what
 * he wanted; somebody else of the house who wants another category, or for another department, has a project of his
 * own, and so has whoever says so. What cannot be told apart, or is wanted too (还想看内镜), belongs to the newest.
 * @param open newest first
 * @returns undefined when the wish is a project of its own
 */
export function projectOf(wish: Wish, open: readonly Lead[]): Lead | undefined {
  if (ANOTHER.test(wish.need ?? '')) return open.find(({ need }) => need === wish.need);
  const sharing = open.find((lead) => lead.categories.some((category) => wish.categories.includes(category)));
  const inDepartment = open.find((lead) => !differ(departmentOf(lead), departmentOf(wish)));
  const bySame = open.find((lead) => isSameContact(lead, wish));
  if (bySame) return sharing && isSameContact(sharing, wish) ? sharing : bySame;
  if (!inDepartment) return undefined;
  if (wish.categories.length === 0) return inDepartment;
  const continued = ALSO.test(wish.need ?? '') ? inDepartment : undefined;
  return sharing ?? open.find((lead) => lead.categories.length === 0) ?? continued;
}

/**
 * What keeps two open leads of one customer apart; equal for two wishes of one project that come at once.
 * @param open those the wish was told apart from: a lead may speak of something else by now than what it began with
 */
export function projectKey(wish: Wish, open: readonly Lead[], opKey: string): string {
  if (ANOTHER.test(wish.need ?? '')) return opKey;
  const key = [...wish.categories, departmentOf(wish) ?? ''].filter(Boolean).sort().join('+');
  return key && !open.some(({ project }) => project === key) ? key : opKey;
}

export function isSameContact(lead: Lead, { contactName, phone, email }: Wish): boolean {
  if (phone && [lead.phone, ...(lead.otherPhones ?? [])].includes(phone)) return true;
  if (email && email === lead.email) return true;
  const given = Boolean(contactName || phone || email);
  // Nobody is named: nothing says that it is somebody else.
  return !given || Boolean(contactName && contactName === lead.contactName && !(phone && lead.phone));
}

function departmentOf({ fields }: Pick<LeadDescription, 'fields'>): string | undefined {
  const value = fields[DEPARTMENT];
  return typeof value === 'string' ? value : undefined;
}

function differ(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a !== b;
}
