import type { LeadFacts } from './leads/lead-fields.ts';
import { surnameOf } from './note/customer/people.ts';
import { fillPlaceholders } from './placeholders.ts';
import type { Playbook } from './playbook/playbook.ts';
import { FIRST_TOUCH, type SCRIPT_PLACEHOLDERS, type Script } from './playbook/words.ts';
import { compiledOnce } from './rules/condition.ts';

/** A script ready to be copied or sent. */
export interface ChosenScript {
  id: string;
  title: string;
  style?: Script['style'];
  text: string;
}

export interface ScriptContext {
  /** `first-touch`, or the id of the objection to answer. */
  for: string;
  lead: LeadFacts;
  ownerName?: string | undefined;
  /** Recommended where a fitting script has it: what this person took last, or asks for. */
  style?: Script['style'];
}

/**
 * The scripts for a situation, filled in (B2, B3, C9). Recommended is the first in the playbook's order whose `if`
 * fits; the others are the first fitting ones of each further style (one without a style counts as a style). None
 * fits: nothing is recommended.
 */
export function chooseScripts(
  playbook: Pick<Playbook, 'scripts'>,
  context: ScriptContext,
): { recommended?: ChosenScript; others: ChosenScript[] } {
  const styles = new Set<Script['style']>();
  const chosen = playbook.scripts.filter((script) => {
    if (!script.for.includes(context.for) || styles.has(script.style)) return false;
    if (script.if && !compiledOnce(script.if).matches(context.lead)) return false;
    styles.add(script.style);
    return true;
  });
  const preferred = context.style && chosen.find(({ style }) => style === context.style);
  const ordered = preferred ? [preferred, ...chosen.filter((one) => one !== preferred)] : chosen;
  const [recommended, ...others] = ordered.map((script) => filled(script, context));
  return { ...(recommended && { recommended }), others };
}

type Placeholder = (typeof SCRIPT_PLACEHOLDERS)[number] | 'salutation';

/** What stands for a value the lead does not have. A name or title that is missing is simply left out. */
const FALLBACKS: Record<Exclude<Placeholder, 'contactName' | 'title' | 'salutation'>, string> = {
  company: '贵单位',
  need: '您的需求',
  products: '相关产品',
  ownerName: '客户经理',
};

function filled(script: Script, { lead, ownerName }: ScriptContext): ChosenScript {
  const values: Record<Placeholder, string | undefined> = {
    contactName: lead.contactName,
    title: lead.title,
    company: lead.company,
    need: lead.need,
    products: (lead.products?.length ? lead.products : lead.categories)?.join('、'),
    ownerName,
    salutation: salutation(lead.contactName, lead.title),
  };
  const text = fillPlaceholders(
    script.text.replaceAll('{contactName}{title}', '{salutation}'),
    values,
    FALLBACKS,
  );
  return { id: script.id, title: script.title, ...(script.style && { style: script.style }), text };
}

const RANK =
  /(?:主任|院长|经理|总监|总工|科长|处长|部长|所长|校长|店长|护士长|厂长|总|董事长|老师|医生|工程师|主管)$/;

/** How one addresses a person: 王建国 + 设备科主任 → 王主任. */
function salutation(name: string | undefined, title: string | undefined): string | undefined {
  // A bare surname is no way to address anybody.
  if (name && !title) return [...name].length > 1 ? name : undefined;
  if (!name || !title) return title;
  if (RANK.test(name)) return name;
  const surname = surnameOf(name);
  const rank = RANK.exec(title)?.[0];
  const isFullName = /^\p{Script=Han}+$/u.test(name) && name.length - surname.length <= 2;
  return isFullName && rank ? `${surname}${rank}` : `${name}${title}`;
}

export const STYLE_LABELS = { price: '价格型', function: '功能型', service: '服务型' } as const;

/** What stands behind 话术 L1024: an objection by id or label, and a style. */
export function situationIn(
  words: string,
  { objections }: Pick<Playbook, 'objections'>,
): { what: string; style: Script['style'] } {
  const styles = Object.keys(STYLE_LABELS) as NonNullable<Script['style']>[];
  const style = styles.find((one) => words.includes(STYLE_LABELS[one]));
  const rest = (style ? words.replace(STYLE_LABELS[style], '') : words).trim();
  const objection = objections.find(({ id, label }) => id === rest || label === rest);
  return { what: objection?.id ?? (rest || FIRST_TOUCH), style };
}
