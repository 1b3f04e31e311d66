import { type Raster, shrink } from './raster.ts';

/** Width at which the light is judged; text is gone at it, shadows are not. */
const LIGHT_WIDTH = 160;
/** Pixels of that width around each that are asked for the paper's brightness. */
const REACH = 4;
const PAPER = 245;

/** The same picture as if lit evenly: paper becomes white in shadow and in light. What helps recognition most. */
export function flatten(picture: Raster): Raster {
  const { width, height, data } = picture;
  const light = lightOf(picture);
  const out = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const sy = Math.min(light.height - 1.001, Math.max(0, (y + 0.5) / light.factor - 0.5));
    const top = Math.floor(sy);
    const fy = sy - top;
    for (let x = 0; x < width; x++) {
      const sx = Math.min(light.width - 1.001, Math.max(0, (x + 0.5) / light.factor - 0.5));
      const left = Math.floor(sx);
      const fx = sx - left;
      const at = top * light.width + left;
      const upper = (light.data[at] ?? 0) * (1 - fx) + (light.data[at + 1] ?? 0) * fx;
      const lower =
        (light.data[at + light.width] ?? 0) * (1 - fx) + (light.data[at + light.width + 1] ?? 0) * fx;
      const paper = Math.max(30, upper * (1 - fy) + lower * fy);
      const i = y * width + x;
      out[i] = Math.min(255, ((data[i] ?? 0) * PAPER) / paper);
    }
  }
  return { width, height, data: out };
}

/** The brightness of the paper under the text: the brightest nearby, smoothed. */
function lightOf(picture: Raster): Raster & { factor: number } {
  const small = shrink(picture, LIGHT_WIDTH);
  const brightest = overNeighbours(small, (values) => Math.max(...values));
  const smooth = overNeighbours(brightest, (values) => values.reduce((a, b) => a + b, 0) / values.length);
  return { ...smooth, factor: small.factor };
}

function overNeighbours({ width, height, data }: Raster, pick: (values: number[]) => number): Raster {
  const across = new Uint8Array(width * height);
  const both = new Uint8Array(width * height);
  const near = (n: number, end: number) => [Math.max(0, n - REACH), Math.min(end - 1, n + REACH)] as const;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [from, to] = near(x, width);
      across[y * width + x] = pick([...data.subarray(y * width + from, y * width + to + 1)]);
    }
  }
  for (let y = 0; y < height; y++) {
    const [from, to] = near(y, height);
    for (let x = 0; x < width; x++) {
      const column: number[] = [];
      for (let row = from; row <= to; row++) column.push(across[row * width + x] ?? 0);
      both[y * width + x] = pick(column);
    }
  }
  return { width, height, data: both };
}
