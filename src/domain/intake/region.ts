import type { LeadFacts } from '../leads/lead-fields.ts';
import { normaliseCompany } from '../normalise/company.ts';
import { type Place, readPlace } from '../normalise/regions.ts';
import { canonicalOption } from '../options.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { createWordFinder, type FoundWord, foldWord } from '../tags/word-finder.ts';

type Regions = Playbook['regions'];

/**
 * The sales region a lead belongs to: as given, in the playbook's spelling (浙江省 → 华东), else by its city, else by the
 * place in its company's name, each also by the province it lies in. A region the playbook does not know stays as it
 * was written.
 */
export function regionOf(lead: LeadFacts, playbook: Pick<Playbook, 'regions'>): string | undefined {
  const { regions } = playbook;
  if (lead.region) return regionAround(lead.region, regions) ?? lead.region;
  return (
    regionAround(lead.city ?? '', regions) ??
    // 北京大学深圳医院 begins with a place and lies elsewhere.
    regionOfPlace(normaliseCompany(lead.company ?? '', lead.city), regions) ??
    regionAtStart(lead.company ?? '', regions)
  );
}

function regionAround(text: string, regions: Regions): string | undefined {
  return regionNamed(text, regions) ?? regionOfPlace(readPlace(text), regions);
}

function regionOfPlace({ city, province }: Place, regions: Regions): string | undefined {
  return canonicalOption(city ?? '', regions) ?? canonicalOption(province ?? '', regions);
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
