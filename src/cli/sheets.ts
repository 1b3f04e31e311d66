/** The tables `genjin export` knows. */
export const SHEETS = ['leads', 'today', 'audit'] as const;
export type SheetName = (typeof SHEETS)[number];
