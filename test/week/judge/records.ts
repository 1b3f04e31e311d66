import type { Act, Kind } from '../script/truth.ts';
import { agrees } from '../time/when.ts';
import { type Outcome, type Row, recordsOf, row, when } from './outcome.ts';

function said({ by, at, text }: Act): string {
  return `${when(at)} ${by} “${text}”`;
}

/** A record stands with the customer that was meant, or nowhere: also lines about somebody who is no customer yet. */
export function wrongCustomer(outcome: Outcome): Row {
  const records = recordsOf(outcome);
  const wrong = outcome.truth.acts.flatMap((act) =>
    act.ids
      .flatMap((id) => records.get(id) ?? [])
      .filter(({ leadId }) => leadId !== act.story?.leadId)
      .map(
        ({ leadId, record }) =>
          `${said(act)} → ${record} on ${leadId}, meant ${act.story?.leadId ?? 'nobody known'}`,
      ),
  );
  return row('wrong-customer', outcome.truth.acts.length, wrong);
}

/** What was acknowledged and is a contact left a record, however the program was killed. */
export function recordsLost(outcome: Outcome): Row {
  const records = recordsOf(outcome);
  const contacts = outcome.truth.acts.filter(({ kind }) => kind === 'contact');
  const wrong = contacts.filter(({ ids }) => !ids.some((id) => records.has(id))).map(said);
  return row('records-lost', contacts.length, wrong);
}

/** One contact is one record: repeated deliveries and quick answers do not make another. */
export function recordsDoubled(outcome: Outcome): Row {
  const records = recordsOf(outcome);
  const typedOnes = outcome.truth.acts.filter(({ kind }) => kind !== 'correction');
  const wrong = typedOnes.flatMap((act) => {
    const made = new Set(act.ids.flatMap((id) => records.get(id) ?? []).map(({ record }) => record));
    return made.size > 1 ? [`${said(act)} → ${[...made].join(', ')}`] : [];
  });
  return row('records-doubled', typedOnes.length, wrong);
}

/** Of the contacts that were typed, those the bot recorded at the first line; the rest was asked or not understood. */
export function understood(outcome: Outcome, style: 'plain' | 'loose'): Row {
  const lines = outcome.truth.acts.filter((act) => act.kind === 'contact' && act.style === style && !act.cut);
  return row(`understood-${style}`, lines.length, lines.filter(({ extra }) => extra > 0).map(said));
}

/** The record names what was done. */
export function deedsNamed(outcome: Outcome): Row {
  const lines = outcome.truth.acts.filter(
    (act) => act.kind === 'contact' && !act.cut && act.seen?.record && act.did.length,
  );
  const wrong = lines.filter(({ did, seen }) => !did.some((label) => seen?.card.includes(label)));
  return row(
    'deeds-named',
    lines.length,
    wrong.map((act) => `${said(act)}: ${act.did.join(' / ')} not in ${oneLine(act)}`),
  );
}

/** Sums shown back are the sums that were typed. */
export function sums(outcome: Outcome): Row {
  const lines = outcome.truth.acts.filter(
    (act) => act.sum !== undefined && !act.cut && act.seen && /金额/.test(act.seen.card),
  );
  const wrong = lines.filter(({ sum = 0, seen }) => Math.abs((sumIn(seen?.card ?? '') ?? 0) - sum) > 1);
  return row(
    'sums',
    lines.length,
    wrong.map((act) => `${said(act)}: ${act.sum} 元, shown ${oneLine(act)}`),
  );
}

function sumIn(card: string): number | undefined {
  const [, digits = '', unit = ''] = /金额：([\d.,]+)(万|亿)?/.exec(card) ?? [];
  const scale = unit === '万' ? 10_000 : unit === '亿' ? 100_000_000 : 1;
  return digits ? Number(digits.replaceAll(',', '')) * scale : undefined;
}

function oneLine({ seen }: Act): string {
  return (seen?.card ?? '').replaceAll('\n', ' | ').slice(0, 160);
}

/** A correction changes the record it names, in what it says, and shows it. */
export function corrections(outcome: Outcome): Row {
  const lines = outcome.truth.acts.filter(({ kind, cut, of }) => kind === 'correction' && !cut && of);
  const wrong = lines.filter(({ seen, of, sum, promise }) => {
    const card = seen?.card ?? '';
    const isSame = of?.seen?.record !== undefined && card.includes(of.seen.record);
    const clock = seen?.after.clocks.find(({ name }) => name === 'follow-up');
    const isMoved = !promise || (clock !== undefined && agrees(promise, Date.parse(clock.dueAt)));
    return !isSame || !isMoved || (sum !== undefined && sumIn(card) !== sum);
  });
  return row(
    'corrections',
    lines.length,
    wrong.map((act) => `${said(act)} → ${oneLine(act)}`),
  );
}

/** What is no contact changes nothing: no first contact, no clock stopped, no appointment gone. */
export function falseContacts(outcome: Outcome, kind: Kind): Row {
  const lines = outcome.truth.acts.filter((act) => act.kind === kind && act.seen && !act.cut);
  const wrong = lines.flatMap((act) => {
    const what = changed(act);
    return what ? [`${said(act)}: ${what}`] : [];
  });
  return row(`no-contact-${kind}`, lines.length, wrong);
}

/** Trying is not reaching: clocks and appointments run on. */
export function attemptsStopNothing(outcome: Outcome): Row {
  const lines = outcome.truth.acts.filter(({ kind, seen, cut }) => kind === 'attempt' && seen && !cut);
  const wrong = lines.flatMap((act) => {
    const what = changed(act);
    return what ? [`${said(act)}: ${what}`] : [];
  });
  return row('attempts-stop-nothing', lines.length, wrong);
}

function changed({ seen }: Act): string | undefined {
  const { before, after } = seen ?? {};
  if (!before || !after) return undefined;
  if (!before.firstTouchedAt && after.firstTouchedAt) return 'counted as the first contact';
  for (const name of ['first-touch', 'follow-up']) {
    const was = before.clocks.find((clock) => clock.name === name);
    const is = after.clocks.find((clock) => clock.name === name);
    // A step may have fired between the two looks; the clock must still be there.
    if (was && !is) return `the ${name} clock is gone`;
  }
  return before.lastContactAt === after.lastContactAt ? undefined : 'counted as a contact';
}
