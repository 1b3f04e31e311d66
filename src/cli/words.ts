/** The tables `genjin export` knows. */
export const SHEETS = ['leads', 'today', 'audit', 'corrections'] as const;
export type SheetName = (typeof SHEETS)[number];

/** What a MongoDB server is called; everything else is a folder or a file. */
export const MONGODB_ADDRESS = /^mongodb(\+srv)?:\/\//;
