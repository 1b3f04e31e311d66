import type { LeadFacts } from '../lead-fields.ts';
import { canonicalOption } from '../options.ts';
import type { Playbook } from '../playbook.ts';
import { createWordFinder, type FoundWord, foldWord } from '../tags/word-finder.ts';

type Regions = Playbook['regions'];

/**
 * The sales region a lead belongs to: as given, in the playbook's spelling (浙江省 → 华东), else by its city, else by the
 * place its company's name begins with. A region the playbook does not know stays as it was written.
 */
export function regionOf(lead: LeadFacts, playbook: Pick<Playbook, 'regions'>): string | undefined {
  if (lead.region) return regionNamed(lead.region, playbook.regions) ?? lead.region;
  return (
    regionNamed(lead.city ?? '', playbook.regions) ?? regionAtStart(lead.company ?? '', playbook.regions)
  );
}

function regionNamed(text: string, regions: Regions): string | undefined {
  return canonicalOption(text, regions) ?? regionAtStart(text, regions);
}

/** 复旦大学附属中山医院 is not in 中山: a place further back in a name is usually something else. */
function regionAtStart(text: string, regions: Regions): string | undefined {
  const start = foldWord(text).replace(/^[(（【[\s]+/, '');
  return finderFor(regions)(start).find((word) => word.start === 0)?.value;
}

const finders = new WeakMap<Regions, (text: string) => FoundWord<string>[]>();

function finderFor(regions: Regions): (text: string) => FoundWord<string>[] {
  const known = finders.get(regions);
  if (known) return known;
  const finder = createWordFinder(regions.map(({ value, words }) => ({ value, words: [value, ...words] })));
  finders.set(regions, finder);
  return finder;
}
