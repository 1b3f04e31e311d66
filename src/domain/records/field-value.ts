/** A value of a field the playbook defines. */
export type FieldValue = string | number | boolean | string[];

/** A value as people read it; `null` is an emptied one. */
export function describeValue(value: FieldValue | null): string {
  if (value === null) return '（空）';
  if (typeof value === 'boolean') return value ? '是' : '否';
  return Array.isArray(value) ? value.join('、') : String(value);
}
