import { halfWidthInPlace } from '../normalise/text.ts';
import type { Stage } from '../playbook/journey.ts';
import type { Playbook } from '../playbook/playbook.ts';

type Stages = Pick<Playbook, 'stages'>;

export function stageOf(id: string, { stages }: Stages): Stage | undefined {
  return stages.find((stage) => stage.id === id);
}

/** A stage of an earlier version goes by the name of what replaces it. */
export function stageLabel(id: string, playbook: Stages & Partial<Pick<Playbook, 'journey'>>): string {
  return (stageOf(id, playbook) ?? stageOf(playbook.journey?.replaces[id] ?? '', playbook))?.label ?? id;
}

/** The stages that can follow this one; lost is never among them, it can always be reached. */
export function nextStages(id: string, { stages }: Stages): Stage[] {
  const at = stages.findIndex((stage) => stage.id === id);
  const stage = stages[at];
  if (!stage || stage.end) return [];
  if (stage.next.length) return stages.filter((one) => stage.next.includes(one.id));
  const below = stages.slice(at + 1).find(({ end }) => end !== 'lost');
  return below ? [below] : [];
}

/**
 * The way from one stage to another along `next`, by as few gates as can be: the stages left on it, `from` first,
 * `to` not among them. Undefined when there is no way forward.
 */
export function wayTo(from: string, to: string, playbook: Stages): Stage[] | undefined {
  const start = stageOf(from, playbook);
  if (!start || from === to) return undefined;
  const ways: Stage[][] = [[start]];
  const seen = new Set([from]);
  for (let way = ways.shift(); way; way = ways.shift()) {
    for (const next of nextStages(way.at(-1)?.id ?? '', playbook)) {
      if (next.id === to) return way;
      if (seen.has(next.id)) continue;
      seen.add(next.id);
      ways.push([...way, next]);
    }
  }
  return undefined;
}

/** Where a lead may go back to: the stages above its own in the file, the nearest first. */
export function earlierStages(id: string, { stages }: Stages): Stage[] {
  const at = stages.findIndex((stage) => stage.id === id);
  return stages
    .slice(0, Math.max(at, 0))
    .filter(({ end }) => !end)
    .reverse();
}

export function endStage(end: 'won' | 'lost', { stages }: Stages): Stage | undefined {
  return stages.find((stage) => stage.end === end);
}

/**
 * The stage a text begins with, by id, label or one of its words, and what stands behind it. The longest name wins.
 * Whole: nothing but space may follow the name.
 */
export function readStage(text: string, { stages }: Stages): { stage: Stage; rest: string } | undefined {
  const line = halfWidthInPlace(text).trim().toLowerCase();
  const named = stages.flatMap((stage) =>
    [stage.id, stage.label, ...stage.words].map((name) => ({
      stage,
      name: halfWidthInPlace(name).toLowerCase(),
    })),
  );
  const [longest] = named
    .filter(
      ({ name }) => line === name || (line.startsWith(name) && /^[\s,，。:：]/.test(line.slice(name.length))),
    )
    .sort((a, b) => b.name.length - a.name.length);
  return (
    longest && {
      stage: longest.stage,
      rest: text
        .trim()
        .slice(longest.name.length)
        .replace(/^[\s,，。:：]+/, ''),
    }
  );
}
