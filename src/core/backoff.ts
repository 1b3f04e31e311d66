import { digest } from './ids.ts';

const FIRST_RETRY_MS = 2_000;
const MAX_RETRY_MS = 15 * 60_000;

/** Doubles up to a quarter of an hour, spread by a share that follows from the key: no herd, and repeatable. */
export function backoffMs(key: string, attempts: number): number {
  const base = Math.min(FIRST_RETRY_MS * 2 ** (attempts - 1), MAX_RETRY_MS);
  return spread(base, key, attempts) - Math.round(base / 4);
}

/** `ms` and up to half as much again. */
export function spread(ms: number, key: string, attempts: number): number {
  const hex = Buffer.from(digest(key, String(attempts)))
    .toString('hex')
    .slice(0, 4);
  return Math.round(ms * (1 + Number.parseInt(hex, 16) / 0xffff / 2));
}
