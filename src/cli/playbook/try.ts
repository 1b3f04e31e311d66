import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { demoPeople, loadDemoTeam } from '../../config/demo-team.ts';
import { readConfig } from '../../config/env.ts';
import { systemClock } from '../../core/clock.ts';
import { errorText, GenjinError } from '../../core/errors.ts';
import { DEMO_FOLDER } from '../../demo.ts';
import type { Submission } from '../../domain/intake/submission.ts';
import { trialLead } from '../../domain/intake/trial-lead.ts';
import type { Person } from '../../domain/people/person.ts';
import type { PlaybookVersion } from '../../domain/playbook/playbook.ts';
import { explainDecision } from '../../domain/routing/explain.ts';
import { routeMany, type TrialResult } from '../../domain/routing/route-many.ts';
import { openLeadSheet, readLeadRow } from '../../services/leads/lead-sheet.ts';
import { type CliContext, type Run, withWorkspace } from '../context.ts';
import { loadChecked } from './check.ts';

export interface TryOptions {
  file: string;
  leads: string;
  /** On the demo's people instead of the company's. */
  demoTeam?: boolean;
  /** As if the leads came in at this time (ISO); now when absent. */
  at?: string;
  json?: boolean;
}

/** The version a trial is made under: it has none yet. */
const UNPUBLISHED = 0;

interface Row {
  row: number;
  submission: Submission;
}

/**
 * `genjin playbook try <file> --leads <file>` (B6): who would get each lead, and why, under a playbook that has not
 * been published. Nothing is written.
 */
export const tryPlaybook: Run<TryOptions> = async (context, options) => {
  const { playbook, lookups } = loadChecked(options.file, context.terminal);
  const version: PlaybookVersion = { version: UNPUBLISHED, playbook, lookups };
  const { rows, rejected, notes } = await readLeads(options.leads, version);
  const { people, now } = await teamAndTime(context, options);
  const leads = rows.map(({ row, submission }) => trialLead(submission, version, `row-${row}`).lead);
  const results = routeMany(leads, { people, playbookVersion: version, now });
  if (options.json) {
    context.terminal.out(JSON.stringify({ at: now, results, rejected }, null, 2));
    return 0;
  }
  const names = new Map(people.map((person) => [person._id, person]));
  for (const [i, result] of results.entries()) show(context, rows[i], result, names);
  for (const note of notes) context.terminal.out(note);
  for (const { row, reason } of rejected) context.terminal.out(`第 ${row} 行不会被导入：${reason}`);
  summarise(context, results, names);
  return 0;
};

async function readLeads(file: string, { playbook }: PlaybookVersion) {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw new GenjinError('invalid', errorText(error), { userText: `读不到文件 ${file}` });
  }
  const sheet = await openLeadSheet(bytes, playbook);
  const rows: Row[] = [];
  const rejected: { row: number; reason: string }[] = [];
  for await (const row of sheet.rows) {
    const read = readLeadRow(row, playbook);
    if (read.ok) rows.push(read);
    else rejected.push(read);
  }
  return { rows, rejected, notes: sheet.notes };
}

async function teamAndTime(
  context: CliContext,
  { demoTeam, at }: TryOptions,
): Promise<{ people: readonly Person[]; now: Date }> {
  const given = at === undefined ? undefined : readTime(at);
  if (demoTeam) {
    const now = given ?? readConfig(context.env).simulator?.now ?? systemClock.now();
    return { people: demoPeople(loadDemoTeam(join(context.root, DEMO_FOLDER, 'team.yaml')), now), now };
  }
  const team = await withWorkspace(context, async ({ stores, clock }) => ({
    people: await stores.people.all(),
    now: given ?? clock.now(),
  }));
  if (team.people.length > 0) return team;
  throw new GenjinError('invalid', 'There are no people in the database', {
    userText: '数据库里还没有人员，请加 --demo-team 用演示团队试跑',
  });
}

function readTime(text: string): Date {
  const at = new Date(text);
  if (!Number.isNaN(at.getTime()) && /(?:Z|[+-]\d{2}:?\d{2})$/.test(text)) return at;
  throw new GenjinError('invalid', `Not a time: ${text}`, {
    userText: `看不懂时间“${text}”，请写成 2026-11-23T10:00:00+08:00`,
  });
}

function show(
  { terminal }: CliContext,
  row: Row | undefined,
  { lead, decision }: TrialResult,
  names: ReadonlyMap<string, Person>,
): void {
  const { company, contactName, phone } = row?.submission ?? {};
  const about = [company || contactName || phone, ...lead.categories, lead.region, lead.budget];
  terminal.out(`第 ${row?.row} 行 ${about.filter(Boolean).join(' · ')}`);
  for (const line of explainDecision(decision, names))
    terminal.out(`  ${line.replace('（方案第 0 版）', '')}`);
  terminal.out();
}

function summarise(
  { terminal }: CliContext,
  results: readonly TrialResult[],
  names: ReadonlyMap<string, Person>,
): void {
  const counts = new Map<string, number>();
  for (const { decision } of results) {
    const who = decision.winnerId
      ? (names.get(decision.winnerId)?.name ?? decision.winnerId)
      : '没有合适的人';
    counts.set(who, (counts.get(who) ?? 0) + 1);
  }
  const shares = [...counts].sort((a, b) => b[1] - a[1]).map(([who, n]) => `${who} ${n} 条`);
  terminal.out(`共 ${results.length} 条：${shares.join('，') || '没有可以试跑的线索'}`);
}
