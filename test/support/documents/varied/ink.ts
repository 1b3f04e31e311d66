/** What is drawn on paper, before anybody decides how it becomes a file. Points, from the top left corner. */
export type Face = 'text' | 'bold' | 'hand';

export type Ink = { page: number } & (
  | { kind: 'text'; x: number; y: number; size: number; face: Face; text: string; colour?: string }
  | { kind: 'line'; points: readonly (readonly [number, number])[]; width: number; dash?: number }
  | { kind: 'ring'; x: number; y: number; rx: number; ry: number }
  | { kind: 'seal'; x: number; y: number; text: string }
);

export const PAPER = { width: 595.28, height: 841.89 };

/** How wide a text is: full characters are as wide as they are high. */
export function widthOf(text: string, size: number): number {
  let em = 0;
  for (const c of text) em += /[ -~]/.test(c) ? 0.56 : 1;
  return em * size;
}

/** Broken where the width ends; Latin words and numbers stay whole. */
export function wrap(text: string, size: number, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of text.match(/\n|[\w./-]+|./gu) ?? []) {
    if (piece === '\n' || (line && widthOf(line + piece, size) > width)) {
      lines.push(line);
      line = piece === '\n' ? '' : piece;
    } else line += piece;
  }
  return [...lines, line];
}
