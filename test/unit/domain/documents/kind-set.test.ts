import { expect, it } from 'vitest';
import { understandDocument } from '../../../../src/domain/documents/read-document.ts';
import { kindSet } from '../../../support/documents/kinds/set.ts';
import { examplePlaybook } from '../../../support/playbooks.ts';

const { documents } = examplePlaybook('medical-devices').playbook;
// Of every layout one form with a clear mark, one whose option is circled, one with two marks: the set itself is measured.
const forms = kindSet().filter(
  ({ id, readings }) => readings && /-(?:1-text-layer-one|8-.*-ring|10-.*-two)$/.test(id),
);

it.each(forms.map((form) => [form.id, form] as const))(
  'nothing is wrong as sure: %s',
  (_, { values, readings, template }) => {
    const { template: found, fields } = understandDocument(readings ?? [], documents);
    expect(found?.id).toBe(template);
    const wrong = fields.flatMap(({ field, value, sure }) => {
      const [expected] = values[field] ?? [undefined];
      const isRight = value.replace(/\s/g, '').toUpperCase() === expected?.replace(/\s/g, '').toUpperCase();
      return field in values && sure && !isRight ? [{ field, value, expected }] : [];
    });
    expect(wrong).toEqual([]);
  },
);
