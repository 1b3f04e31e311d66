/**
 * What was read of one page, before anybody asks what it means. Every character keeps its place on the page's image,
 * so that each value can be shown with the piece of the picture it came from (D1).
 */
export interface Box {
  /** Pixels of the page's image, from the top left corner. */
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

export interface Glyph extends Box {
  /** One character as it was read, compatibility forms already replaced. */
  c: string;
  /** 0 … 1; a text layer is certain of itself. */
  confidence: number;
}

/** A small square to be ticked, found in the pixels or in the text layer: recognition cannot read these. */
export interface TickBox extends Box {
  state: 'ticked' | 'empty' | 'unclear';
}

export interface PageReading {
  /** Size of the page's image in pixels. */
  width: number;
  height: number;
  source: 'text-layer' | 'recognition';
  /** In whatever order the lines were found; their places count. */
  glyphs: Glyph[];
  /** The same page read a second time, prepared differently: what both agree on is believed. Empty for a text layer. */
  second: Glyph[];
  ticks: TickBox[];
  /** What the rules of tables enclose; absent on pages read before they were looked for. */
  cells?: Box[] | undefined;
}

export function union(boxes: readonly Box[]): Box {
  return {
    x0: Math.min(...boxes.map((b) => b.x0)),
    y0: Math.min(...boxes.map((b) => b.y0)),
    x1: Math.max(...boxes.map((b) => b.x1)),
    y1: Math.max(...boxes.map((b) => b.y1)),
  };
}

export function middle(box: Box): { x: number; y: number } {
  return { x: (box.x0 + box.x1) / 2, y: (box.y0 + box.y1) / 2 };
}

export function overlap(a: Box, b: Box): boolean {
  return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;
}
