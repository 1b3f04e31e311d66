/** `npm run eval`: prints every suite's accuracy and ends with status 1 when a figure is under its floor. `--misses` lists the misses of the development part, `--only=<suite>` runs one suite. */
import { casesSuite } from './cases.ts';
import { documentsSuite } from './documents.ts';
import { formKindsSuite } from './form-kinds.ts';
import { notesSuite } from './notes.ts';
import { belowFloor, type EvalReport, type EvalSuite, percent } from './suite.ts';
import { taggingSuite } from './tagging.ts';
import { variedFormsSuite } from './varied-forms.ts';

/** A new suite is one line here. */
const suites: EvalSuite[] = [
  notesSuite,
  taggingSuite,
  documentsSuite,
  variedFormsSuite,
  formKindsSuite,
  casesSuite,
];

const only = process.argv.find((argument) => argument.startsWith('--only='))?.slice('--only='.length);
const showsMisses = process.argv.includes('--misses');
let isUnderFloor = false;

for (const suite of suites.filter(({ name }) => !only || name === only)) {
  const report = await suite.run();
  console.log(`\n${suite.name}`);
  printFigures(report, suite);
  printRetrieval(report);
  for (const { part, name, count } of report.errors) console.log(`  ${part}: ${name} ${count}`);
  if (showsMisses) printMisses(report);
  const breaches = belowFloor(report, suite.floors);
  for (const breach of breaches) console.log(`  UNDER THE FLOOR  ${breach}`);
  isUnderFloor ||= breaches.length > 0;
}
process.exitCode = isUnderFloor ? 1 : 0;

function printFigures({ figures }: EvalReport, { floors }: EvalSuite): void {
  console.log(
    `  ${'part'.padEnd(13)}${'field'.padEnd(13)}${'right'.padStart(10)}${'share'.padStart(9)}${'floor'.padStart(9)}   where present`,
  );
  for (const { part, field, right, of, rightWherePresent, present } of figures) {
    const floor = floors.accuracy[part]?.[field];
    console.log(
      `  ${part.padEnd(13)}${field.padEnd(13)}${`${right}/${of}`.padStart(10)}${percent(right / of).padStart(9)}` +
        `${(floor === undefined ? '' : percent(floor)).padStart(9)}   ${rightWherePresent}/${present} ${percent(rightWherePresent / present)}`,
    );
  }
}

/** Found is what was recorded or offered, of all that was said. */
function printRetrieval({ retrieval = [] }: EvalReport): void {
  if (!retrieval.length) return;
  console.log(
    `\n  ${'part'.padEnd(20)}${'wording'.padEnd(12)}${'field'.padEnd(14)}${'said'.padStart(6)}${'precision'.padStart(12)}${'recall'.padStart(10)}${'found'.padStart(10)}`,
  );
  for (const { part, looseness, field, said, recorded, right, offered } of retrieval) {
    const share = (count: number, of: number) => (of ? percent(count / of) : '–').padStart(10);
    console.log(
      `  ${part.padEnd(20)}${looseness.padEnd(12)}${field.padEnd(14)}${String(said).padStart(6)}  ${share(right, recorded)}${share(right, said)}${share(right + offered, said)}`,
    );
  }
}

/** Of the development part only: what is held back stays unseen. */
function printMisses({ misses }: EvalReport): void {
  for (const { id, field, text, expected, got } of misses.filter(
    ({ part }) => !part.startsWith('held-back'),
  )) {
    console.log(
      `  ${id} ${field}: ${text}\n      expected ${JSON.stringify(expected)}  got ${JSON.stringify(got)}`,
    );
  }
}
