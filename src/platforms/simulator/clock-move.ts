import { z } from 'zod';
import { HttpError } from '../../web/http.ts';

const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/;
/** ISO 8601 with a time zone; seconds may be missing. */
export const moment = z
  .string()
  .regex(MOMENT)
  .transform((text) => new Date(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2')))
  .refine((at) => !Number.isNaN(at.getTime()));

/** `POST /simulator/clock`. */
export const clockBody = z.union([z.strictObject({ advance: z.string() }), z.strictObject({ to: moment })], {
  error: '请写 {"advance": "PT2H"}，或 {"to": "2026-11-24T10:00:00+08:00"}（时间要带时区）',
});

const DURATION =
  /^P(?=.)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** `PT2H`, `P1DT30M`: days and smaller; months and years have no fixed length and are refused. */
export function durationMs(text: string): number {
  const parts = DURATION.exec(text);
  if (!parts) throw new HttpError(422, '时长请写成 PT2H、PT30M、P1D 这样的形式');
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = parts
    .slice(1)
    .map((n) => Number(n ?? 0));
  return Math.round(((((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000);
}
