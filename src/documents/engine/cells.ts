import type { Box } from '../../domain/documents/page.ts';
import type { Raster } from './raster.ts';

/** A rule is straight ink at least this long, as a share of the page's width: longer than a stroke of a character. */
const LEAST_LENGTH = 0.026;
/** Thin lines of a blurred photo are no darker than this. */
const LINE = 200;
/** Pixels that may be missing in a rule. */
const MAX_GAP = 3;
/** Cells are looked for on a picture this much smaller. */
const FACTOR = 4;
/** How far rules are drawn on beyond their ends, in pixels of the small picture: corners are seldom closed. */
const BEYOND = 3;
/** Of a cell's box: less is a shape that no cell has. */
const LEAST_FILL = 0.8;
const LEAST_SIDE = 0.013;

/**
 * The cells of the tables on a page: what rules enclose. A form's cell is where a value begins and ends, however many
 * lines it has. Expects a flattened, deskewed page; cells whose rules were broken are not found.
 */
export function findCells(picture: Raster): Box[] {
  const width = Math.floor(picture.width / FACTOR);
  const height = Math.floor(picture.height / FACTOR);
  const rules = new Uint8Array(width * height);
  const least = Math.round(picture.width * LEAST_LENGTH);
  for (let y = 0; y < picture.height; y++) {
    for (const [from, to] of runs(picture, y * picture.width, 1, picture.width, least)) {
      mark(rules, width, height, from / FACTOR - BEYOND, to / FACTOR + BEYOND, y / FACTOR, true);
    }
  }
  for (let x = 0; x < picture.width; x++) {
    for (const [from, to] of runs(picture, x, picture.width, picture.height, least)) {
      mark(rules, width, height, from / FACTOR - BEYOND, to / FACTOR + BEYOND, x / FACTOR, false);
    }
  }
  return enclosed(rules, width, height, Math.round(width * LEAST_SIDE));
}

function* runs({ data }: Raster, start: number, stride: number, length: number, least: number) {
  let from = -1;
  let last = -1;
  for (let i = 0; i <= length; i++) {
    const isInk = i < length && (data[start + i * stride] ?? 255) < LINE;
    if (isInk) {
      if (from < 0) from = i;
      last = i;
    } else if (from >= 0 && (i - last > MAX_GAP || i === length)) {
      if (last - from + 1 >= least) yield [from, last] as const;
      from = -1;
    }
  }
}

function mark(
  rules: Uint8Array,
  width: number,
  height: number,
  from: number,
  to: number,
  across: number,
  isLevel: boolean,
): void {
  const end = isLevel ? width : height;
  const line = Math.floor(across);
  for (let i = Math.max(0, Math.floor(from)); i <= Math.min(end - 1, Math.floor(to)); i++) {
    const at = isLevel ? line * width + i : i * width + line;
    if (at < rules.length) rules[at] = 1;
  }
}

/** Areas without rules that do not reach the page's edge, as boxes of the large picture. */
function enclosed(rules: Uint8Array, width: number, height: number, least: number): Box[] {
  const seen = Uint8Array.from(rules);
  const cells: Box[] = [];
  for (let start = 0; start < seen.length; start++) {
    if (seen[start]) continue;
    const area = fill(seen, width, height, start);
    const [w, h] = [area.x1 - area.x0 + 1, area.y1 - area.y0 + 1];
    const isInside = area.x0 > 0 && area.y0 > 0 && area.x1 < width - 1 && area.y1 < height - 1;
    if (!isInside || w < least || h < least || area.count < w * h * LEAST_FILL) continue;
    cells.push({
      x0: area.x0 * FACTOR,
      y0: area.y0 * FACTOR,
      x1: (area.x1 + 1) * FACTOR,
      y1: (area.y1 + 1) * FACTOR,
    });
  }
  return cells;
}

function fill(seen: Uint8Array, width: number, height: number, start: number): Box & { count: number } {
  const area = { x0: width, y0: height, x1: 0, y1: 0, count: 0 };
  const queue = [start];
  seen[start] = 1;
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    const x = at % width;
    const y = (at - x) / width;
    area.x0 = Math.min(area.x0, x);
    area.x1 = Math.max(area.x1, x);
    area.y0 = Math.min(area.y0, y);
    area.y1 = Math.max(area.y1, y);
    area.count++;
    for (const [nx, ny] of [
      [x - 1, y],
      [x + 1, y],
      [x, y - 1],
      [x, y + 1],
    ] as const) {
      const next = ny * width + nx;
      if (nx < 0 || ny < 0 || nx >= width || ny >= height || seen[next]) continue;
      seen[next] = 1;
      queue.push(next);
    }
  }
  return area;
}
