/** Measures what intake makes of leads as they really arrive (fixtures/tagging; its README says what the labels mean). */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadPlaybookFile } from '../../src/config/load-playbook.ts';
import { completeLead } from '../../src/domain/intake/complete-lead.ts';
import { parseSubmission } from '../../src/domain/intake/submission.ts';
import type { LeadFacts } from '../../src/domain/leads/lead-fields.ts';
import { applyRules } from '../../src/domain/rules/apply-rules.ts';
import { addTags } from '../../src/domain/tags/tag-groups.ts';
import type { EvalReport, EvalSuite, Figure, Floors, Miss } from './suite.ts';

interface LabelledLead {
  id: string;
  kind: 'form' | 'hotline' | 'import' | 'chat';
  /** One item of `POST /api/leads`, and the categories a form ticked. */
  lead: Record<string, unknown> & { categories?: string[]; company: string; need?: string };
  expect: {
    level: string | null;
    categories: string[];
    budget: string | null;
    region: string | null;
    /** Tags that rules add. */
    other: string[];
  };
}

/** What is compared, as sorted lists; empty means "no tag", which is an answer too. */
type Answers = Record<'level' | 'category' | 'budget' | 'rules' | 'region' | 'all tags', string[]>;

const fixture = (name: string) =>
  readFileSync(new URL(`../../fixtures/tagging/${name}`, import.meta.url), 'utf8');
const PLAYBOOK = fileURLToPath(
  new URL('../../fixtures/playbooks/medical-devices/playbook.yaml', import.meta.url),
);

export const taggingSuite: EvalSuite = {
  name: 'tagging',
  floors: JSON.parse(fixture('floors.json')) as Floors,
  run: evaluateTagging,
};

export function evaluateTagging(): EvalReport {
  const parts = ['development', 'held-back'].map((part) => evaluatePart(part));
  return {
    figures: parts.flatMap((part) => part.figures),
    errors: parts.flatMap((part) => part.errors),
    misses: parts.flatMap((part) => part.misses),
  };
}

function evaluatePart(part: string): EvalReport {
  const figures = new Map<string, Figure>();
  const misses: Miss[] = [];
  let wrongLevel = 0;
  for (const labelled of readLabelled(`${part}.jsonl`)) {
    const got = answersFor(labelled);
    const expected = expectedOf(labelled);
    if (got.level.length > 0 && !same(got.level, expected.level)) wrongLevel++;
    for (const [field, want] of Object.entries(expected) as [keyof Answers, string[]][]) {
      const isRight = same(got[field], want);
      count(figures, part, field, isRight, want.length > 0 || got[field].length > 0);
      if (!isRight) {
        const text = [labelled.lead.company, labelled.lead.need].filter(Boolean).join(' | ');
        misses.push({ part, id: labelled.id, field, text, expected: want, got: got[field] });
      }
    }
  }
  const errors = [{ part, name: 'wrong hospital level', count: wrongLevel }];
  return { figures: [...figures.values()], errors, misses };
}

function count(
  figures: Map<string, Figure>,
  part: string,
  field: string,
  isRight: boolean,
  isPresent: boolean,
): void {
  const figure = figures.get(field) ?? { part, field, right: 0, of: 0, rightWherePresent: 0, present: 0 };
  figure.of++;
  if (isPresent) figure.present++;
  if (isRight) figure.right++;
  if (isRight && isPresent) figure.rightWherePresent++;
  figures.set(field, figure);
}

/** The way a lead takes: border, master data and tags, the rules for a new lead. */
function answersFor({ id, kind, lead }: LabelledLead): Answers {
  const { categories = [], ...item } = lead;
  const unreadable = kind === 'form' ? 'refuse' : 'to-need';
  const parsed = parseSubmission(item, loaded.playbook, { unreadable });
  if (!parsed.ok) throw new Error(`${id} was refused: ${JSON.stringify(parsed.problems)}`);
  const completed = completeLead<LeadFacts>({ ...parsed.submission, categories }, loaded).lead;
  const { tags } = applyRules('lead.created', completed, loaded);
  const all = addTags(completed.tags, tags.add, loaded.playbook).filter((tag) => !tags.remove.includes(tag));
  const ofGroup = (group: string) => all.filter((tag) => valuesOf(group).includes(tag)).sort();
  const groups = { level: ofGroup('level'), category: ofGroup('category'), budget: ofGroup('budget') };
  const derived = Object.values(groups).flat();
  return {
    ...groups,
    rules: all.filter((tag) => !derived.includes(tag)).sort(),
    region: completed.region === undefined ? [] : [completed.region],
    'all tags': all.sort(),
  };
}

function expectedOf({ expect }: LabelledLead): Answers {
  const groups = {
    level: one(expect.level),
    category: [...expect.categories].sort(),
    budget: one(expect.budget),
  };
  const rules = [...expect.other].sort();
  return {
    ...groups,
    rules,
    region: one(expect.region),
    'all tags': [...Object.values(groups).flat(), ...rules].sort(),
  };
}

function one(value: string | null): string[] {
  return value === null ? [] : [value];
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

function valuesOf(group: string): string[] {
  const { playbook } = loaded;
  if (group === 'level')
    return playbook.fields.find(({ id }) => id === 'hospitalLevel')?.options.map((o) => o.value) ?? [];
  if (group === 'category') return playbook.products.map(({ category }) => category);
  return playbook.budget.map(({ value }) => value);
}

const loaded = loadMedicalPlaybook();

function loadMedicalPlaybook() {
  const result = loadPlaybookFile(PLAYBOOK);
  if (!result.ok) throw new Error(`the medical playbook does not load: ${JSON.stringify(result.problems)}`);
  return result;
}

function readLabelled(name: string): LabelledLead[] {
  return fixture(name)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as LabelledLead);
}
