/** Precision and recall of what was read from labelled notes, and what was found by asking. */

import type { ParsedNote } from '../../src/domain/note/parse-note.ts';
import { type LabelledNote, OLD_SCENES, type Part, playbookOf } from './labelled-notes.ts';

/** Things of one field in one note: what the label says, what was recorded without asking, what was offered. */
interface Readings {
  said: string[];
  recorded: string[];
  offered: string[];
}

export interface Retrieval {
  part: string;
  looseness: string;
  field: string;
  /** Labels; of these `right` were recorded and `offered` among the taps. */
  said: number;
  recorded: number;
  right: number;
  offered: number;
}

type Reader = (note: LabelledNote, parsed: ParsedNote, part: Part) => Readings | undefined;

export const RETRIEVED: Record<string, Reader> = {
  deeds: ({ customers, expect }, { actions, doubtful }, { deedKinds }) =>
    expect.deeds &&
    readings(playbookOf(customers).actions, without(deedKinds, expect.optional), positive(expect.deeds), {
      recorded: actions.filter(({ negated }) => !negated).map(({ id }) => id),
      offered: doubtful.filter(({ of }) => of === 'action').map(({ id }) => id),
    }),
  objections: ({ customers, expect }, { objections, doubtful }, { objectionKinds }) =>
    expect.objections &&
    readings(playbookOf(customers).objections, objectionKinds, positive(expect.objections), {
      recorded: objections.filter(({ negated }) => !negated).map(({ id }) => id),
      offered: doubtful.filter(({ of }) => of === 'objection').map(({ id }) => id),
    }),
  scenes: ({ customers, expect }, { scenes }) => {
    const known = OLD_SCENES[customers];
    if (!known || !expect.scenes) return undefined;
    const ids = new Set(Object.values(known));
    return {
      said: [...new Set(expect.scenes.flatMap((id) => known[id] ?? []))],
      recorded: scenes.map(({ id }) => id).filter((id) => ids.has(id)),
      offered: [],
    };
  },
  sums: ({ expect }, { amount }) => ({
    said: expect.amount ? [expect.amount.join('-')] : [],
    recorded: amount ? [`${amount.minFen}-${amount.maxFen}`] : [],
    offered: [],
  }),
  dates: ({ expect }, { next }) => ({
    said: expect.next ? [`${expect.next.at} ${expect.next.precision} ${expect.next.deadline}`] : [],
    recorded: next ? [`${wallTime(next.at)} ${next.precision} ${next.deadline}`] : [],
    offered: [],
  }),
  // Never recorded by itself: `recorded` is what is asked, so precision is that of the question.
  'outcome asked': ({ expect }, { outcome }) => ({
    said: expect.outcome ? [expect.outcome] : [],
    recorded: outcome ? [outcome.kind] : [],
    offered: [],
  }),
  'unread dates': ({ expect }, { unread }) => ({
    said: expect.unread ? ['?'] : [],
    recorded: unread.length ? ['?'] : [],
    offered: [],
  }),
};

function without(kinds: ReadonlySet<string>, optional: readonly string[] = []): ReadonlySet<string> {
  return new Set([...kinds].filter((kind) => !optional.includes(kind)));
}

function positive(labels: readonly string[]): string[] {
  return labels.filter((label) => !label.startsWith('-'));
}

/** Kinds become the playbook's own entries: 已发资料 stands for `material` and `proposal` where one entry has both. */
function readings(
  entries: readonly { id: string; kinds: readonly string[] }[],
  told: ReadonlySet<string>,
  labels: readonly string[],
  got: { recorded: string[]; offered: string[] },
): Readings {
  const isTold = (kind: string) => told.has(kind);
  // 试用反馈 was called 试用 before it had a name.
  const alias = told.has('trial-feedback') ? {} : { 'trial-feedback': 'trial' };
  const kindsOf = (id: string) =>
    (entries.find((entry) => entry.id === id)?.kinds ?? []).map((kind) => Reflect.get(alias, kind) ?? kind);
  const comparable = (ids: readonly string[]) => [
    ...new Set(ids.flatMap((id) => (kindsOf(id).some(isTold) ? [kindsOf(id)[0] ?? id] : []))),
  ];
  const said = labels.flatMap((label) => {
    const entry = isTold(label) && entries.find(({ id }) => kindsOf(id).includes(label));
    return entry ? [kindsOf(entry.id)[0] ?? label] : [];
  });
  return { said: [...new Set(said)], recorded: comparable(got.recorded), offered: comparable(got.offered) };
}

export interface Read {
  note: LabelledNote;
  parsed: ParsedNote;
}

export function retrievalOf(part: Part, reads: readonly Read[]): { figures: Retrieval[]; misses: Missed[] } {
  const figures: Retrieval[] = [];
  const misses: Missed[] = [];
  for (const looseness of ['plain', 'loose', 'very-loose'] as const) {
    const own = reads.filter(({ note }) => note.looseness === looseness);
    for (const [field, reader] of Object.entries(RETRIEVED)) {
      const figure = { part: part.name, looseness, field, said: 0, recorded: 0, right: 0, offered: 0 };
      for (const { note, parsed } of own) {
        const read = reader(note, parsed, part);
        if (!read) continue;
        const right = read.recorded.filter((one) => read.said.includes(one));
        const offered = read.offered.filter((one) => read.said.includes(one) && !right.includes(one));
        figure.said += read.said.length;
        figure.recorded += read.recorded.length;
        figure.right += right.length;
        figure.offered += offered.length;
        if (right.length < read.said.length || right.length < read.recorded.length)
          misses.push({ part: part.name, id: note.id, field, text: note.text, ...read });
      }
      if (figure.said || figure.recorded) figures.push(figure);
    }
  }
  return { figures, misses };
}

export interface Missed extends Readings {
  part: string;
  id: string;
  field: string;
  text: string;
}

export function wallTime(at: Date): string {
  return new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 16);
}
