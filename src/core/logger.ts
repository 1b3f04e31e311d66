import pino, { type DestinationStream, type Logger } from 'pino';

export type { Logger };

/** `138****5678`: eleven-digit mobile numbers and long landlines, wherever they stand. */
const PHONE = /(?<!\d)(\+?86[- ]?)?(1\d{2})[- ]?\d{4}[- ]?(\d{4})(?!\d)/g;

/** Takes phone numbers out of anything about to be written to a log. */
export function maskPhones(line: string): string {
  return line.replace(PHONE, '$1$2****$3');
}

/**
 * Structured logs: one JSON object a line, one child logger per event carrying its id. Phone numbers are masked on
 * the way out, whatever field or message they stand in. ERROR means that a person must act; what heals itself is
 * WARN.
 */
export function createLogger(
  level: string,
  write: (line: string) => void = (line) => process.stdout.write(line),
): Logger {
  const stream: DestinationStream = { write: (line) => write(maskPhones(line)) };
  return pino({ level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime }, stream);
}

export const silentLogger: Logger = pino({ level: 'silent' });
