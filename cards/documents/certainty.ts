import type { DocumentValue } from '../../src/domain/documents/document.ts';

/** How surely a value was read, in brackets behind it. */
export function certainty({ value, sure, confidence, read, doubt }: Omit<DocumentValue, 'field'>): string {
  if (read) return read.value === value ? '（已确认）' : `（已更正，原读作“${read.value || '空'}”）`;
  const percent = `${Math.round(confidence * 100)}%`;
  return sure ? `（${percent}）` : `（？${[value ? percent : '', doubt].filter(Boolean).join('，')}）`;
}
