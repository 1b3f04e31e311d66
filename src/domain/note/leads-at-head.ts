/** Several leads named by their numbers at the head of a line, of each of which the rest is said. */
import { halfWidthInPlace } from '../normalise/text.ts';
import { findAmounts } from './amounts.ts';

const SEVERAL =
  /^\s*L\d{1,9}(?:\s*(?:和|跟|与|以及|及|还有|[、/,&+]|\s)\s*L\d{1,9})+(?!\d)[\s:,]*(?:这?[两三四五六几]个?(?:家|条|客户|线索)?)?\s*(?:都|均|(分别)|各)*\s*/i;
const LEAD = /L(\d{1,9})/gi;

export interface LeadsAtHead {
  /** At least two, each once, in the order typed. */
  leadIds: string[];
  /** What is said of each: `发了邮件` of L1002和L1003都发了邮件. */
  rest: string;
  /** 分别报了50万和60万: not the same is said of each. */
  differs: boolean;
}

/** Null when the line begins with fewer, or when the rest names another lead. */
export function leadsAtHead(text: string): LeadsAtHead | null {
  const even = halfWidthInPlace(text);
  const [head, apart] = SEVERAL.exec(even) ?? [];
  if (!head) return null;
  const leadIds = [...new Set([...head.matchAll(LEAD)].map(([, digits]) => `L${digits}`))];
  const rest = text.slice(head.length).trim();
  if (leadIds.length < 2 || /(?<![a-z0-9])L\d/i.test(even.slice(head.length))) return null;
  return { leadIds, rest, differs: apart !== undefined && findAmounts(rest.toLowerCase()).length > 1 };
}
