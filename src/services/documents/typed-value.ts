import { GenjinError } from '../../core/errors.ts';
import type { DocumentField } from '../../domain/documents/template.ts';
import { readValue } from '../../domain/documents/values.ts';

/** Chinese: what a value of this field looks like; empty for a plain text. */
export function wantedOf(field: DocumentField): string {
  const kinds: Partial<Record<DocumentField['type'], string>> = {
    date: '要写成日期，例如 2026-12-01',
    number: '要写成数字',
    person: '要写成姓名',
    code: '要写成编号',
    choice: `可以写：${field.options.map((option) => option.value).join('、')}`,
  };
  return kinds[field.type] ?? '';
}

/** What a person typed as a value of a field. */
export function typedValue(text: string, field: DocumentField): string {
  const { pattern: _, ...typed } = field;
  const value = field.type === 'text' ? text.trim() : readValue(text, typed);
  if (value !== undefined) return value;
  throw new GenjinError('invalid', `Not a ${field.type}`, {
    userText: `“${field.label}”${wantedOf(field) || '没看懂'}`,
  });
}
