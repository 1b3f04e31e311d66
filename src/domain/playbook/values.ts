import { z } from 'zod';

/** The small values a playbook is made of. playbook.ts puts them together. */
export const id = z
  .string()
  .regex(/^[a-z][a-zA-Z0-9-]{0,39}$/, '以小写字母开头，只含字母、数字和连字符，最多 40 个')
  // Ids become keys of plain objects.
  .refine((value) => !(value in {}), '这个名字是保留的，请换一个');
export const label = z.string().trim().min(1).max(60);
export const words = z.array(label).default([]);
/** `2h`, `30m`, `5 workdays`: see domain/calendar. Checked by the loader. */
export const duration = z.string().min(2).max(30);
export const hours = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/, '写成 09:00-18:00 这样的时段');
export const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, '写成 10:02 这样的时刻');
export const day = z.iso.date('写成 2026-10-01 这样的日期');
/** A MongoDB query document over the record; checked by the loader and by the rule compiler. */
export const condition = z.record(z.string(), z.unknown());

/** A value people pick, and other ways they write it. A bare word is a value without others. */
export const term = z.union([
  label.transform((value) => ({ value, words: [] as string[] })),
  z.strictObject({ value: label, words }),
]);

const fullOption = z.strictObject({
  value: label,
  /** Other ways people write it. */
  words,
  /** Bands: 元 (or the field's own unit), from inclusive, to exclusive. */
  from: z.number().nonnegative().optional(),
  to: z.number().positive().optional(),
  /** Linked choice: choosing this also sets these (科室 检验科 → categories 检验类). Field ids or built-in ones. */
  implies: z.record(id, z.union([label, z.array(label).min(1)])).optional(),
});
export const option = z.union([
  label.transform((value): z.output<typeof fullOption> => ({ value, words: [] })),
  fullOption,
]);

/** One category and what belongs to it. A form offers the items; choosing one ticks the category (A2). */
export const productCategory = z
  .strictObject({ category: label, items: z.array(term).default([]), words })
  .transform((group) => ({
    ...group,
    /** Every way to name the category or one of its items, longest first: what recognition looks for. */
    words: [
      ...new Set([
        group.category,
        ...group.words,
        ...group.items.flatMap((item) => [item.value, ...item.words]),
      ]),
    ].sort((a, b) => b.length - a.length),
  }));
