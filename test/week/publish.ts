import { asMarkdown } from './table.ts';
import type { WeekResult } from './week.ts';

/** The page `docs/reliability.md`: what was played, and the table. */
export function publication(
  result: WeekResult,
  asked: { seed: string; reps: string; leads: string },
): string {
  const { days, leads, acts, messages, kills, verdicts } = result;
  const list = days
    .map(({ key, work, why }) => `${key}${why ? ` (${why})` : work ? '' : ' (rest day)'}`)
    .join(', ');
  const command = `npm run week -- --seed ${asked.seed} --reps ${asked.reps} --days ${days.length} --leads ${asked.leads} --kills ${kills}`;
  return `# Reliability, as counted from outside

Written by \`npm run week -- --publish\`. The referee plays a company against a running instance over HTTP alone, knows from its own script what is true, and compares it with what the product said and did. It shares no code with the product.

- Played: ${list}, until 10:20 of the morning after, on a clock that never stands on a whole second.
- ${asked.reps} reps with their managers, ${leads} leads, ${acts} acts of people (calls, attempts, questions, small talk, corrections, taps), ${messages} messages counted, the process killed ${kills} times.
- Again: \`${command}\`

${asMarkdown(verdicts)}

*met*: in order. *not yet met*: a goal that is shown and does not fail the run. *FAILED*: the run ends with an error. What each row is held to stands in \`test/week/goals.yaml\`, what people type and what is true of it in \`test/week/lines.yaml\`.

The simulated platform accepts at once whatever is sent: a platform that is slow, refuses or loses answers is played by the storms of \`test/crash\`, not here. Repeated deliveries are: the same event is sent twice.
`;
}
