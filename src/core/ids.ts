import { createHash, randomBytes } from 'node:crypto';

/** Makes ids that cannot be guessed; injected, so that a test may count instead. */
export type MakeId = (prefix: string) => string;

export const randomId: MakeId = (prefix) => `${prefix}_${randomBytes(9).toString('base64url')}`;

/** A short stable digest, for keys built from long or foreign material. Not for secrets. */
export function digest(...parts: string[]): string {
  return createHash('sha256').update(parts.join('\u0000')).digest('base64url').slice(0, 22);
}
