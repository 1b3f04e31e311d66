import type { Message } from '../instance/phones.ts';
import { type Act, contactsAt, type Story, type Tenure } from '../script/truth.ts';
import { addWorking, afterQuiet, DAY_MS, MINUTE_MS } from '../time/calendar.ts';
import { agrees, deliveredBy } from '../time/when.ts';
import { isUnasked, type Outcome, type Row, row, speaksOf, when } from './outcome.ts';

/** A promise that stood until its moment came, and what else happened to the lead meanwhile. */
interface Standing {
  story: Story;
  act: Act;
  /** Something else was typed about the lead in between, without a date: the appointment still stands. */
  between: boolean;
}

function standing({ stories, end, withinMs }: Outcome): Standing[] {
  return [...stories.values()].flatMap((story) => {
    const promises = story.acts.filter(
      ({ promise, seen, cut, kind }) =>
        promise && kind !== 'correction' && (seen?.record || cut || kind === 'postpone'),
    );
    return promises.flatMap((act): Standing[] => {
      const due = act.promise?.due ?? 0;
      const [from, to] = act.promise ? deliveredBy(act.promise, withinMs) : [0, 0];
      if (due <= act.at || to > end || act.undoneAt !== undefined) return [];
      const owner = story.tenures.find((one) => one.from <= act.at && (one.until ?? end + DAY_MS) > act.at);
      if (owner?.owner !== act.by || (owner.until ?? end + DAY_MS) <= to) return [];
      const later = story.acts.filter(
        (other) => other !== act && other.at > act.at && other.at < from && other.undoneAt === undefined,
      );
      const replaced = later.some(({ kind, promise }) => kind !== 'correction' && promise);
      // Once the record was taken back or made before the same promise again, nothing can be said.
      return replaced ? [] : [{ story, act, between: later.some(({ of }) => of !== act) }];
    });
  });
}

/** A promised contact reaches the rep at its moment. `between`: of those where something was recorded meanwhile. */
export function promisesKept(outcome: Outcome, between: boolean): Row {
  const own = standing(outcome).filter((one) => one.between === between);
  const byPerson = unaskedByPerson(outcome);
  const wrong = own.flatMap(({ story, act }) => {
    if (!act.promise) return [];
    const [from, to] = deliveredBy(act.promise, outcome.withinMs);
    const came = (byPerson.get(act.by) ?? []).filter((m) => speaksOf(m, story) && m.kind !== 'lead-assigned');
    if (came.some(({ sentAt }) => sentAt >= from && sentAt <= to)) return [];
    const late = came.find(({ sentAt }) => sentAt > to);
    const what = late ? `came at ${when(late.sentAt)} (${late.kind})` : 'nothing came';
    return [
      `${story.leadId} ${act.by}: due ${when(act.promise.due)}, ${what}; typed ${when(act.at)} “${act.text}”`,
    ];
  });
  return row(between ? 'promises-kept-between' : 'promises-kept', own.length, wrong);
}

/** The clock the product runs for a promise stands at the moment that was promised. */
export function promisesUnderstood({ truth }: Outcome): Row {
  // What a correction changed is judged with the correction; the contact meant what it said first.
  const changed = new Map(truth.acts.flatMap(({ of, was }) => (of && was ? [[of, was] as const] : [])));
  const lines = truth.acts.flatMap((act) => {
    const promise = changed.get(act) ?? act.promise;
    const isJudged = act.kind === 'postpone' || (act.kind === 'contact' && act.seen?.record);
    return promise && isJudged && !act.cut && act.undoneAt === undefined ? [{ ...act, promise }] : [];
  });
  const wrong = lines.flatMap(({ promise, seen, text, at, by }) => {
    const clock = seen?.after.clocks.find(({ name }) => name === 'follow-up');
    const due = clock ? Date.parse(clock.dueAt) : undefined;
    if (due !== undefined && agrees(promise, due)) return [];
    return [
      `${when(at)} ${by} “${text}”: meant ${when(promise.due)}, ${due ? `runs to ${when(due)}` : 'no clock'}`,
    ];
  });
  return row('promises-understood', lines.length, wrong);
}

/** Nobody is reminded of what nobody promised or planned: 下午打电话 is no contact, but may well be reminded of. */
export function remindersInvented(outcome: Outcome): Row {
  const due = outcome.messages.filter(({ kind }) => kind === 'follow-up-due');
  const wrong = due.flatMap(({ leads, sentAt, userId, text }) => {
    const story = outcome.stories.get(leads[0] ?? '');
    const planned = story?.acts.some(
      ({ kind, at, again }) => (kind === 'plan' || again) && at < sentAt && sentAt - at < 3 * DAY_MS,
    );
    if (planned) return [];
    const promised = story?.acts.some(
      ({ promise, at }) => promise && at < sentAt && promise.due - 3 * 3_600_000 <= sentAt,
    );
    return promised ? [] : [`${when(sentAt)} ${userId}: ${text.split('\n')[0]}`];
  });
  return row('reminders-invented', due.length, wrong);
}

interface Wait {
  story: Story;
  held: Tenure;
  deadline: number;
}

/** Everybody's first-touch deadlines, by the playbook's rule and the referee's own calendar. */
function waits({ stories, rules, end, withinMs }: Outcome): Wait[] {
  return [...stories.values()].flatMap((story) =>
    story.tenures.flatMap((held): Wait[] => {
      // Whoever takes over a customer that was reached has no first contact to make.
      if (contactsAt(story, held.from).length) return [];
      const { afterMs, working } = rules.firstTouch;
      const start = afterQuiet(held.from, rules.quiet);
      const counted = working ? addWorking(start, afterMs, rules.hours) : start + afterMs;
      // Nobody has a deadline in quiet hours: it is put off to their end.
      const deadline = afterQuiet(counted, rules.quiet);
      return deadline + withinMs < end ? [{ story, held, deadline }] : [];
    }),
  );
}

/** The deadline the product sets is the playbook's, over nights, the holiday and the Saturday worked for it. */
export function deadlines(outcome: Outcome, night: boolean): Row {
  const first = waits(outcome).filter(
    ({ story, held }) => held === story.tenures[0] && isNight(held.from, outcome) === night,
  );
  const wrong = first.flatMap(({ story, held, deadline }) => {
    const shown = story.deadline;
    if (shown !== undefined && Math.abs(shown - deadline) < MINUTE_MS) return [];
    return [
      `${story.leadId} assigned ${when(held.from)}: ${shown ? when(shown) : 'no clock'}, counted ${when(deadline)}`,
    ];
  });
  return row(night ? 'deadlines-night' : 'deadlines', first.length, wrong);
}

function isNight(moment: number, { rules }: Outcome): boolean {
  return afterQuiet(moment, rules.quiet) !== moment;
}

/** Who has not called within the time is reminded at its end. */
export function lateReminded(outcome: Outcome): Row {
  const byPerson = unaskedByPerson(outcome);
  const late = waits(outcome).filter(({ story, held, deadline }) => {
    const stays = (held.until ?? Number.POSITIVE_INFINITY) > deadline + outcome.withinMs;
    return (
      stays &&
      !isNight(held.from, outcome) &&
      !contactsAt(story, deadline + outcome.withinMs).length &&
      !wasTouched(story, deadline)
    );
  });
  const wrong = late.flatMap(({ story, held, deadline }) => {
    const came = (byPerson.get(held.owner) ?? []).filter(
      (m) => speaksOf(m, story) && m.kind !== 'lead-assigned',
    );
    const inTime = came.some(
      ({ sentAt }) => sentAt >= deadline - MINUTE_MS && sentAt <= deadline + outcome.withinMs + MINUTE_MS,
    );
    return inTime
      ? []
      : [
          `${story.leadId} ${held.owner}: late at ${when(deadline)}, ${came[0] ? `told at ${when(came[0].sentAt)}` : 'never told'}`,
        ];
  });
  return row('late-reminded', late.length, wrong);
}

/** Who was reached and taken back around the deadline leaves open what is right. */
function wasTouched(story: Story, deadline: number): boolean {
  return story.acts.some(
    ({ kind, at, undoneAt }) =>
      kind === 'contact' && undoneAt !== undefined && at < deadline && undoneAt > deadline - 5 * MINUTE_MS,
  );
}

/** Who has called is not told to. Whoever took the lead over from somebody has a first call of his own to make. */
export function calledLeftAlone(outcome: Outcome): Row {
  const due = outcome.messages.filter(({ kind }) => kind === 'first-touch-due');
  const wrong = due.flatMap((message) => {
    const story = outcome.stories.get(message.leads[0] ?? '');
    const since = story?.tenures.findLast(({ from }) => from <= message.sentAt)?.from ?? 0;
    const first = story && contactsAt(story, message.sentAt - MINUTE_MS).find(({ at }) => at >= since);
    return story && first
      ? [`${story.leadId} reached ${when(first.at)}, ${message.userId} told ${when(message.sentAt)}`]
      : [];
  });
  return row('called-left-alone', due.length, wrong);
}

/** 仍无跟进记录 is not said of a lead whose rep has recorded trying. */
export function triesDenied(outcome: Outcome): Row {
  const claims = outcome.messages.filter((m) => isUnasked(m) && /仍无跟进记录|仍未跟进/.test(m.text));
  const wrong = claims.flatMap((message) =>
    message.leads.flatMap((lead) => {
      const story = outcome.stories.get(lead);
      const tried = story?.acts.find(
        ({ kind, at, by }) =>
          kind === 'attempt' && at < message.sentAt && by === holder(story, message.sentAt),
      );
      return tried
        ? [
            `${lead}: ${message.userId} told ${when(message.sentAt)} that nothing was recorded; tried ${when(tried.at)}`,
          ]
        : [];
    }),
  );
  return row('tries-denied', claims.length, wrong);
}

function holder(story: Story, moment: number): string | undefined {
  return story.tenures.findLast(({ from }) => from <= moment)?.owner;
}

function unaskedByPerson({ messages }: Outcome): Map<string, Message[]> {
  const found = new Map<string, Message[]>();
  for (const message of messages) {
    if (isUnasked(message)) found.set(message.userId, [...(found.get(message.userId) ?? []), message]);
  }
  return found;
}
