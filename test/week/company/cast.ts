import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pinyin } from 'pinyin-pro';
import { parse } from 'yaml';
import type { Random } from '../../support/random.ts';

export interface Habits {
  fates: Record<string, number>;
  accepts: number;
  confirms: number;
  repeats: number;
  corrects: number;
  undoes: number;
  postpones: number;
  strangers: number;
  secondLine: number;
  loose: number;
  byName: number;
  duplicates: number;
  resent: number;
  atNight: number;
  managerRemarks: number;
  managerMoves: number;
}

export interface CastData extends Habits {
  surnames: string[];
  given: string[];
  regions: Record<string, string[]>;
  teamSize: number;
}

export const CAST: CastData = parse(readFileSync(join(import.meta.dirname, 'cast.yaml'), 'utf8'));

export interface Person {
  id: string;
  name: string;
  role: string;
  manager?: string;
  team?: string;
  regions: string[];
}

/** The referee's company: reps in teams, a team lead each, regional managers, a director, an administrator. */
export function makeCast(reps: number, random: Random): Person[] {
  const regions = Object.keys(CAST.regions);
  const name = names(random);
  const director: Person = { ...name(), role: 'director', regions: [] };
  const people: Person[] = [director, { ...name(), role: 'admin', regions: [] }];
  const managers = new Map<string, string>();
  const teams = Math.max(1, Math.ceil(reps / CAST.teamSize));
  const used = regions.slice(0, Math.min(regions.length, teams));
  for (const region of used) {
    const manager = { ...name(), role: 'regional-manager', manager: director.id, regions: [region] };
    managers.set(region, manager.id);
    people.push(manager);
  }
  for (let n = 0; n < teams; n++) {
    const region = used[n % used.length] ?? '';
    const team = `${region}${n + 1}组`;
    const lead: Person = {
      ...name(),
      role: 'team-lead',
      manager: managers.get(region) ?? '',
      team,
      regions: [region],
    };
    people.push(lead);
    const size = Math.floor(reps / teams) + (n < reps % teams ? 1 : 0);
    for (let i = 0; i < size; i++)
      people.push({ ...name(), role: 'rep', manager: lead.id, team, regions: [region] });
  }
  return people;
}

/** A different name each time, with its pinyin as the id. */
function names(random: Random): () => { id: string; name: string } {
  const taken = new Set<string>();
  const surnames = random.shuffled(CAST.surnames);
  let next = 0;
  return () => {
    for (;;) {
      const surname = surnames[next++ % surnames.length] ?? '';
      const name = surname + random.pick(CAST.given);
      const id = pinyin(name, { toneType: 'none', type: 'array', surname: 'head', v: true })
        .map((syllable) => syllable.replace(/[^a-z]/g, ''))
        .join('-');
      if (taken.has(id) || taken.has(name)) continue;
      taken.add(id).add(name);
      return { id, name };
    }
  };
}
