/** What a zod schema expects at a path: the keys an object may have there. For suggestions only. */
import { z } from 'zod';
import type { Path } from './problems.ts';

/** Keys allowed at `path`, of every variant that is possible there; empty when any key is. */
export function keysAt(schema: z.ZodType, path: Path): string[] {
  let reached: z.ZodType[] = variants(schema);
  for (const step of path) reached = reached.flatMap((at) => below(at, step)).flatMap(variants);
  return [...new Set(reached.flatMap((at) => (at instanceof z.ZodObject ? Object.keys(at.shape) : [])))];
}

function below(schema: z.ZodType, step: PropertyKey): z.ZodType[] {
  if (schema instanceof z.ZodObject) {
    const inner: unknown = schema.shape[String(step)];
    return inner instanceof z.ZodType ? [inner] : [];
  }
  if (schema instanceof z.ZodArray) return asTypes(schema.element);
  if (schema instanceof z.ZodRecord) return asTypes(schema.valueType);
  return [];
}

/** Looks through defaults, optionals, transforms and unions. */
function variants(schema: z.ZodType): z.ZodType[] {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodNullable
  ) {
    return asTypes(schema.unwrap()).flatMap(variants);
  }
  if (schema instanceof z.ZodPipe) return asTypes(schema.in).flatMap(variants);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(asTypes).flatMap(variants);
  return [schema];
}

function asTypes(inner: unknown): z.ZodType[] {
  return inner instanceof z.ZodType ? [inner] : [];
}
