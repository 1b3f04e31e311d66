/** What the product keeps records of. Command targets, subjects of messages, references and the auditor's words follow. */

interface RecordRow {
  /** What people type before its number: `L1024`. Absent where ids are not made of a letter and a number. */
  letter?: string;
  label: string;
  /** Counted: 3 条线索. */
  counted: string;
  /** Of a kind whose records carry clocks: those that must have one, counted. */
  ticking?: string;
}

/** One row a kind. */
export const RECORD_KINDS = {
  lead: { letter: 'L', label: '线索', counted: '条线索', ticking: '条在跟进的线索' },
  customer: { letter: 'C', label: '客户', counted: '位客户' },
  interaction: { letter: 'R', label: '跟进记录', counted: '条跟进记录' },
  document: { letter: 'D', label: '文件', counted: '份文件' },
  change: { letter: 'G', label: '打法修改', counted: '次打法修改' },
  order: { letter: 'W', label: '工单', counted: '张工单', ticking: '张未完成的工单' },
  report: { label: '报告', counted: '份报告' },
  import: { label: '导入', counted: '次导入' },
} as const satisfies Record<string, RecordRow>;

export type RecordKind = keyof typeof RECORD_KINDS;

type KindsWith<Property extends keyof RecordRow> = {
  [Kind in RecordKind]: (typeof RECORD_KINDS)[Kind] extends Record<Property, string> ? Kind : never;
}[RecordKind];

/** Kinds people name by a letter and a number. */
export type NumberedKind = KindsWith<'letter'>;

/** Kinds whose records carry clocks. */
export type TickingKind = KindsWith<'ticking'>;

/** Which record something is about, or happened to. */
export interface RecordRef {
  kind: RecordKind;
  id: string;
}

const FULL_WIDTH = 0xfee0;

/** The letter as Chinese keyboards type it, half and full width, for a class of a pattern. */
function bothWidths(letter: string): string {
  return letter + String.fromCharCode(letter.charCodeAt(0) + FULL_WIDTH);
}

/** The source of a pattern for the numbers of these kinds, as people type them: `L1024`, `ｌ１０２４`. Wants the flag `i`. */
export function numberPattern(...kinds: readonly NumberedKind[]): string {
  const letters = kinds.map((kind) => bothWidths(RECORD_KINDS[kind].letter)).join('');
  return `[${letters}][\\d０-９]{1,9}`;
}

/** Every kind that is named by a letter and a number. */
export const NUMBERED_KINDS = (Object.keys(RECORD_KINDS) as RecordKind[]).filter(
  (kind): kind is NumberedKind => 'letter' in RECORD_KINDS[kind],
);

/** Whether an id is one of this kind, as it is stored: `L1024`. */
export function isNumberOf(kind: NumberedKind, id: string): boolean {
  const { letter } = RECORD_KINDS[kind];
  return id.startsWith(letter) && /^\d{1,9}$/.test(id.slice(letter.length));
}
