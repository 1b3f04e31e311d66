import { activation } from './activation.ts';
import type { AnyReport } from './define.ts';

/** Every kind of report there is. */
const ALL: readonly AnyReport[] = [activation];

export const REPORTS: ReadonlyMap<string, AnyReport> = new Map(ALL.map((report) => [report.kind, report]));

/** @throws RangeError for a kind that does not exist; the playbook's check admits none. */
export function definitionOf(kind: string): AnyReport {
  const definition = REPORTS.get(kind);
  if (!definition) throw new RangeError(`no report of kind ${kind}`);
  return definition;
}
