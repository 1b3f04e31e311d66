import type { Path } from './problems.ts';

/** A copy of a value read from YAML without what stands at `paths`. List entries stay, so that later ones keep their place. */
export function without(paths: readonly Path[], value: unknown): unknown {
  const copy = structuredClone(value);
  for (const path of paths) {
    const key = path.at(-1);
    const parent = path
      .slice(0, -1)
      .reduce((at: unknown, step) => (isObject(at) ? at[step] : undefined), copy);
    if (key !== undefined && isObject(parent) && !Array.isArray(parent)) delete parent[key];
  }
  return copy;
}

function isObject(value: unknown): value is Record<PropertyKey, unknown> {
  return typeof value === 'object' && value !== null;
}
