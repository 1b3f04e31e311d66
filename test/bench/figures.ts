/** One line of a part's table. */
export interface Figure {
  what: string;
  value: number;
  unit: string;
  /** What was promised, as text; `met` says whether the value keeps it. */
  goal?: string;
  met?: boolean;
}

export interface Part {
  name: string;
  title: string;
  run(lab: import('./lab.ts').Lab): Promise<Figure[]>;
}

/** A figure with an upper limit. */
export function atMost(what: string, value: number, unit: string, limit: number): Figure {
  return { what, value, unit, goal: `≤ ${limit} ${unit}`, met: value <= limit };
}

export function plain(what: string, value: number, unit: string): Figure {
  return { what, value, unit };
}

export function percentile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((p / 100) * sorted.length) - 1)] ?? Number.NaN;
}

/** Prints a part: each figure per database, and how many times the embedded one takes of the real one. */
export function printPart(title: string, byDatabase: ReadonlyMap<string, Figure[]>): void {
  const databases = [...byDatabase.keys()];
  const rows = byDatabase.get(databases[0] ?? '') ?? [];
  console.log(`\n${title}`);
  const head = ['', ...databases, ...(databases.length > 1 ? ['ratio'] : []), 'goal'];
  const lines = rows.map((row) => {
    const figures = databases.map((name) => byDatabase.get(name)?.find((figure) => figure.what === row.what));
    const [first, second] = figures;
    const ratio = first && second ? [`${(first.value / second.value).toFixed(2)}×`] : [];
    const goal = row.goal ? `${row.goal} ${figures.every((figure) => figure?.met) ? 'met' : 'NOT MET'}` : '';
    return [row.what, ...figures.map(shown), ...(databases.length > 1 ? [ratio[0] ?? ''] : []), goal];
  });
  const widths = head.map((_, i) => Math.max(...[head, ...lines].map((line) => width(line[i] ?? ''))));
  for (const line of [head, ...lines]) {
    const cells = line.map((cell, i) => {
      const room = ' '.repeat((widths[i] ?? 0) - width(cell));
      return i === 0 || i === line.length - 1 ? cell + room : room + cell;
    });
    console.log(`  ${cells.join('   ')}`.trimEnd());
  }
}

function shown(figure: Figure | undefined): string {
  if (!figure) return '–';
  const { value, unit } = figure;
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return `${value.toFixed(digits)} ${unit}`;
}

function width(text: string): number {
  return text.length;
}
