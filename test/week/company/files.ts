import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, parseDocument, stringify } from 'yaml';
import type { Span } from '../time/calendar.ts';
import type { Person } from './cast.ts';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../../..');
export const SHIPPED = join(ROOT, 'fixtures/playbooks/medical-devices/playbook.yaml');
/** Forty reps and what a week brings would not fit the shipped company's limit. */
const CAP = 5_000;

export interface Company {
  people: readonly Person[];
  /** File of the playbook, the shipped one for medical devices unless somebody names another. */
  playbook: string;
}

/** What of the playbook the referee holds the product to, read as its owner wrote it. */
export interface Rules {
  hours: Span[];
  quiet: Span[];
  firstTouch: { afterMs: number; working: boolean };
  activationHours: number;
  reportAt: string;
  labels: string[];
}

/** The files the instance starts from: the playbook with room for a big team, and the people. */
export async function writeCompany(
  folder: string,
  company: Company,
): Promise<{ playbook: string; team: string }> {
  const source = dirname(company.playbook);
  for (const file of await readdir(source)) {
    if (!file.endsWith('.yaml')) await copyFile(join(source, file), join(folder, file));
  }
  const words = parseDocument(await readFile(company.playbook, 'utf8'));
  words.setIn(['routing', 'cap'], CAP);
  const playbook = join(folder, 'playbook.yaml');
  await writeFile(playbook, words.toString());
  const team = join(folder, 'team.yaml');
  const people = company.people.map(({ id, name, role, manager, team: of, regions }) => ({
    id,
    name,
    role,
    ...(manager ? { manager } : {}),
    ...(of ? { team: of } : {}),
    regions,
  }));
  await writeFile(team, stringify({ people }));
  return { playbook, team };
}

export async function readRules(path: string): Promise<Rules> {
  const book = parse(await readFile(path, 'utf8'));
  const clock = book.clocks['first-touch'];
  const [first] = clock.steps;
  const report = book.reports.find((one: { kind: string }) => one.kind === 'activation');
  return {
    hours: book.calendar.hours.map(spanOf),
    quiet: (book.calendar.quiet?.hours ?? []).map(spanOf),
    firstTouch: { afterMs: lengthOf(first.after), working: (first.time ?? clock.time) === 'working' },
    activationHours: book.metrics?.activationHours ?? 72,
    reportAt: report?.at ?? '10:02',
    labels: book.actions.map((action: { label: string }) => action.label),
  };
}

function spanOf(text: string): Span {
  const [from = '', to = ''] = text.split('-');
  return [from, to];
}

const UNITS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function lengthOf(text: string): number {
  const [, n = '', unit = ''] = /^(\d+)([smhd])$/.exec(text) ?? [];
  const ms = UNITS[unit];
  if (!ms) throw new RangeError(`no length of time: ${text}`);
  return Number(n) * ms;
}
