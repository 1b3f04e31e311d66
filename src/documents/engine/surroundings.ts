import { type Raster, shrink } from './raster.ts';

const JUDGED_WIDTH = 160;
/** Darker than this over a whole block of pixels is no paper; lines of text and of tables are thinner. */
const NO_PAPER = 200;

/** Whitens what surrounds a photographed page: the dark desk, as far as it reaches in from the edges. */
export function withoutSurroundings(lit: Raster): Raster {
  const small = shrink(lit, JUDGED_WIDTH);
  const outside = reachedFromEdges(small);
  const { width, height } = lit;
  const data = Uint8Array.from(lit.data);
  for (let y = 0; y < height; y++) {
    const row = Math.min(small.height - 1, Math.floor(y / small.factor)) * small.width;
    for (let x = 0; x < width; x++) {
      if (outside[row + Math.min(small.width - 1, Math.floor(x / small.factor))]) data[y * width + x] = 255;
    }
  }
  return { width, height, data };
}

/** 1 for every dark block connected with an edge, and for its neighbours: the page's own edge is a line too. */
function reachedFromEdges({ width, height, data }: Raster): Uint8Array {
  const outside = new Uint8Array(width * height);
  const queue: number[] = [];
  const visit = (x: number, y: number) => {
    if (x < 0 || y < 0 || x >= width || y >= height) return;
    const at = y * width + x;
    if (outside[at]) return;
    outside[at] = 1;
    if ((data[at] ?? 255) < NO_PAPER) queue.push(at);
  };
  for (let x = 0; x < width; x++) for (const y of [0, height - 1]) visit(x, y);
  for (let y = 0; y < height; y++) for (const x of [0, width - 1]) visit(x, y);
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    const x = at % width;
    const y = Math.floor(at / width);
    for (let dy = -1; dy <= 1; dy++) for (let dx = -1; dx <= 1; dx++) visit(x + dx, y + dy);
  }
  return outside;
}
