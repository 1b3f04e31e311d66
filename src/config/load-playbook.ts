/**
 * From a file to a checked playbook. Everything that is wrong is found in as few passes as possible, each with
 * file, line, path and a suggestion; with any error there is no playbook at all.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { errorText } from '../core/errors.ts';
import type { LookupTables } from '../domain/playbook/fields.ts';
import { type Playbook, playbookSchema } from '../domain/playbook/playbook.ts';
import { checkDocuments } from './checks/check-documents.ts';
import { checkFields } from './checks/check-fields.ts';
import { checkJourney } from './checks/check-journey.ts';
import { checkOrders } from './checks/check-orders.ts';
import { checkRules } from './checks/check-rules.ts';
import { checkScripts } from './checks/check-scripts.ts';
import { checkSettings } from './checks/check-settings.ts';
import { checkTimes } from './checks/check-times.ts';
import { checkUnique } from './checks/check-unique.ts';
import { createReport } from './checks/findings.ts';
import { collectNames } from './checks/names.ts';
import { loadLookups, type ReadFile } from './lookup-tables.ts';
import { type ConfigProblem, inOrder, type Path, pathText } from './problems.ts';
import { parseSource } from './schema-problems.ts';
import { without } from './without.ts';
import { readYaml, type YamlSource } from './yaml-source.ts';

export type LoadedPlaybook =
  | {
      ok: true;
      playbook: Playbook;
      lookups: LookupTables;
      /** The YAML as it was written. */
      source: string;
      /** What works but is probably not meant. */
      warnings: ConfigProblem[];
    }
  | { ok: false; problems: ConfigProblem[] };

export interface LoadOptions {
  /** For messages. */
  fileName: string;
  /** Files beside the playbook: its lookup tables. Without it, a playbook that has some is refused. */
  readFile?: ReadFile | undefined;
  /** Tables checked with an earlier version of the same playbook, instead of files. */
  lookups?: LookupTables | undefined;
}

type Tables = Pick<LoadOptions, 'readFile' | 'lookups'>;

/** Checks a whole playbook. Never throws on bad input. Problems come in file order, at most 100. */
export function loadPlaybook(
  text: string | Uint8Array,
  { fileName, ...tables }: LoadOptions,
): LoadedPlaybook {
  const read = readYaml(text, fileName);
  if (!read.ok) return read;
  const parsed = parseSource(read.source, playbookSchema);
  if (!parsed.ok) {
    const { problems, faults } = parsed;
    return { ok: false, problems: inOrder([...problems, ...problemsBeside(faults, read.source, tables)]) };
  }
  const { lookups, errors, warnings } = checkAll(parsed.value, read.source, tables);
  return errors.length > 0
    ? { ok: false, problems: inOrder(errors) }
    : { ok: true, playbook: parsed.value, lookups, source: read.source.text, warnings: inOrder(warnings) };
}

/** What the schema cannot say: names that belong together, times, lookup tables. */
function checkAll(playbook: Playbook, source: YamlSource, { readFile, lookups: known }: Tables) {
  const names = collectNames(playbook);
  const report = createReport(source);
  checkUnique(playbook, report);
  checkFields(playbook, names, report);
  checkTimes(playbook, report);
  checkJourney(playbook, names, report);
  checkSettings(playbook, names, report);
  checkScripts(playbook, names, report);
  checkRules(playbook, names, report);
  checkDocuments(playbook, names, report);
  checkOrders(playbook, names, report);
  const lookups = known ?? loadLookups(playbook, names, readFile, report);
  return { lookups, errors: report.errors, warnings: report.warnings };
}

/**
 * What else is wrong with a playbook that the schema refuses, so that it can be mended in one go: as far as it can be
 * read without its faulty parts, and not about those.
 */
function problemsBeside(faults: Path[], source: YamlSource, tables: Tables): ConfigProblem[] {
  // Without a whole section everything that refers to it would look wrong.
  if (faults.some((path) => path.length < 2)) return [];
  const rest = playbookSchema.safeParse(without(faults, source.value));
  if (!rest.success) return [];
  const touched = faults.map((path) => `${pathText(path.slice(0, -1))}.`);
  return checkAll(rest.data, source, tables).errors.filter(
    ({ path }) => !touched.some((fault) => `${path}.`.startsWith(fault)),
  );
}

/**
 * The same for a file on disk, with its lookup tables beside it. A file that cannot be read is a problem too. Files
 * that are still what they were are not checked again.
 */
export function loadPlaybookFile(path: string): LoadedPlaybook {
  const fileName = basename(path);
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const message = `读不到打法文件 ${path}（${errorText(error)}）`;
    return { ok: false, problems: [{ file: fileName, line: 1, column: 1, path: '', message }] };
  }
  const beside = (relative: string): Uint8Array | undefined => {
    try {
      return readFileSync(join(dirname(path), relative));
    } catch {
      return undefined;
    }
  };
  const key = `${fileName} ${sha256(bytes)}`;
  const known = CHECKED.get(key);
  if (known && [...known.tables].every(([relative, was]) => sha256(beside(relative)) === was))
    return structuredClone(known.loaded);

  const tables = new Map<string, string>();
  const readFile: ReadFile = (relative) => {
    const table = beside(relative);
    tables.set(relative, sha256(table));
    return table;
  };
  const loaded = loadPlaybook(bytes, { fileName, readFile });
  if (CHECKED.size >= MAX_CHECKED) CHECKED.clear();
  CHECKED.set(key, { loaded: structuredClone(loaded), tables });
  return loaded;
}

/** Checked files by their name and content, each with what its lookup tables were. */
const CHECKED = new Map<string, { loaded: LoadedPlaybook; tables: ReadonlyMap<string, string> }>();
const MAX_CHECKED = 8;

/** Empty for a file that is not there. */
function sha256(bytes: Uint8Array | undefined): string {
  return bytes ? createHash('sha256').update(bytes).digest('base64') : '';
}
