const LEAD = /\bL\d{1,9}\b/g;

/**
 * What somebody said while quoting a message, with the lead put before it that the quotation is about, unless they
 * name one themselves. A quotation of several leads says nothing, unless its first line names one.
 */
export function aboutQuoted(said: string, quoted: string): string {
  if (leadsIn(said).length) return said;
  const all = leadsIn(quoted);
  const [lead, ...others] = all.length === 1 ? all : leadsIn(quoted.trim().split('\n')[0] ?? '');
  return lead && !others.length ? `${lead} ${said}` : said;
}

function leadsIn(text: string): string[] {
  return [...new Set(text.match(LEAD) ?? [])];
}
