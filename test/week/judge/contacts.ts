import { contactsAt, type Story } from '../script/truth.ts';
import { HOUR_MS, keyOf, shiftKey } from '../time/calendar.ts';
import { type Outcome, type Row, row, when } from './outcome.ts';

/** Counted with: an act's time is known to the request it was sent in. */
const TOLERANCE_MS = 60_000;

/** A lead counts as contacted exactly when somebody reached the customer, and since the first time. */
export function contactsTrue({ stories, leads, end }: Outcome): Row {
  const wrong = [...stories.values()].flatMap((story) => {
    const lead = leads.get(story.leadId);
    const [first] = contactsAt(story, end);
    const counted = lead?.firstTouchedAt ? Date.parse(lead.firstTouchedAt) : undefined;
    if (!first && counted === undefined) return [];
    if (!first)
      return [`${story.leadId} counts as contacted since ${when(counted ?? 0)}; nobody was reached`];
    if (counted === undefined)
      return [`${story.leadId} was reached at ${when(first.at)} (“${first.text}”); not counted`];
    const apart = Math.abs(counted - first.at);
    return apart > TOLERANCE_MS
      ? [`${story.leadId} was reached first at ${when(first.at)}, counted since ${when(counted)}`]
      : [];
  });
  return row('contacts-true', stories.size, wrong);
}

/** The figures of each daily report, counted again. */
export function reports({ stories, messages, people, rules, begin }: Outcome): Row {
  const directors = people.filter(({ role }) => role === 'director').map(({ id }) => id);
  const made = messages.filter(
    ({ kind, userId }) => kind === 'activation-report' && directors.includes(userId),
  );
  const wrong = made.flatMap(({ text, sentAt }) => {
    const today = keyOf(sentAt);
    const window = Math.ceil(rules.activationHours / 24);
    return [
      compare(text, /昨日分配：?\s*(\d+)\s*\/\s*(\d+)/, shiftKey(today, -1), sentAt),
      compare(text, /\d+月\d+日[^\n]{0,8}分配：?\s*(\d+)\s*\/\s*(\d+)/, shiftKey(today, -1 - window), sentAt),
    ].flat();
  });
  function compare(text: string, figure: RegExp, day: string, madeAt: number): string[] {
    if (day < keyOf(begin)) return [];
    const [, activated, assigned] = figure.exec(text) ?? [];
    const cohort = [...stories.values()].filter(({ tenures: [first] }) => first && keyOf(first.from) === day);
    const own = cohort.filter((story) => isActivated(story, madeAt, rules.activationHours)).length;
    const shown = assigned === undefined ? 'nothing' : `${activated}/${assigned}`;
    const isEmpty = cohort.length === 0 && (assigned === undefined || assigned === '0');
    return isEmpty || shown === `${own}/${cohort.length}`
      ? []
      : [`report ${when(madeAt)} for ${day}: ${shown}, counted ${own}/${cohort.length}`];
  }
  return row('report-figures', made.length * 2, wrong);
}

function isActivated(story: Story, now: number, hours: number): boolean {
  const first = story.tenures[0]?.from ?? 0;
  return contactsAt(story, now).some(({ at }) => at - first <= hours * HOUR_MS);
}

/** A report comes every day at its time. */
export function reportsCome({ messages, people, rules, begin, end }: Outcome): Row {
  const due: number[] = [];
  for (let key = keyOf(begin); key <= keyOf(end); key = shiftKey(key, 1)) {
    const moment = Date.parse(`${key}T${rules.reportAt}:00+08:00`);
    if (moment > begin && moment < end - 120_000) due.push(moment);
  }
  const wrong = people
    .filter(({ role }) => role === 'director')
    .flatMap(({ id }) =>
      due
        .filter(
          (at) =>
            messages.filter(
              (m) =>
                m.userId === id &&
                m.kind === 'activation-report' &&
                m.sentAt >= at &&
                m.sentAt < at + 120_000,
            ).length !== 1,
        )
        .map((at) => `${id}: not one report at ${when(at)}`),
    );
  return row('reports-come', due.length, wrong);
}

/** The report's untouched leads are untouched. */
export function reportNames({ stories, messages }: Outcome): Row {
  const made = messages.filter(({ kind }) => kind === 'activation-report');
  const named = made.flatMap(({ leads, sentAt }) =>
    leads.map((lead) => ({ story: stories.get(lead), sentAt })),
  );
  const wrong = named.flatMap(({ story, sentAt }) => {
    const [first] = story ? contactsAt(story, sentAt) : [];
    return story && first
      ? [`report ${when(sentAt)} names ${story.leadId}, reached at ${when(first.at)}`]
      : [];
  });
  return row('report-names', named.length, wrong);
}
