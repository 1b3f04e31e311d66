import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadPlaybook } from '../../../src/config/load-playbook.ts';
import { withTemplate } from '../../../src/config/with-template.ts';
import { documentTemplate } from '../../../src/domain/documents/template.ts';

const TEMPLATE = documentTemplate.parse({
  id: 'survey',
  label: '采购需求调研表',
  fields: [
    { id: 'hospital', label: '医院名称', to: 'customer', required: true },
    {
      id: 'source',
      label: '预算来源',
      type: 'choice',
      options: ['医院自筹', { value: '财政', words: ['是: #'] }],
    },
    { id: 'phone', label: '电话', aliases: ['联系电话'], type: 'code', pattern: '(1[3-9][0-9]{9})' },
  ],
});

function playbook(name: string): string {
  return readFileSync(new URL(`../../../fixtures/playbooks/${name}/playbook.yaml`, import.meta.url), 'utf8');
}

describe('a template written into a playbook', () => {
  it.each(['medical-devices', 'pharma-chain', 'industrial-equipment'])('%s', (name) => {
    const before = playbook(name);
    const after = withTemplate(before, TEMPLATE);
    const read = (text: string) => loadPlaybook(text, { fileName: name, lookups: {} });
    const [old, fresh] = [read(before), read(after)];
    if (!old.ok || !fresh.ok) throw new Error('a playbook is not right');
    expect(fresh.playbook).toEqual({ ...old.playbook, documents: [...old.playbook.documents, TEMPLATE] });
    // Nothing of it is lost, no line of it is touched.
    const lines = after.split('\n');
    for (const line of before.trimEnd().split('\n'))
      expect(lines.splice(0, lines.indexOf(line) + 1).at(-1)).toBe(line);
  });

  it.each([
    ['an empty list', 'documents: []\n'],
    ['a list on one line', 'documents: [{ id: x, label: X表, fields: [{ id: a, label: 甲 }] }]\n'],
    ['a section without anything', 'documents:\n'],
    ['a list without indentation', 'documents:\n- id: x\n  label: X表\n  fields:\n  - { id: a, label: 甲 }'],
    [
      'a comment behind it',
      'documents:\n  - id: x\n    label: X表\n    fields: [{ id: a, label: 甲 }] # so\n# end\n',
    ],
  ])('behind %s', (_, section) => {
    const text = playbook('medical-devices').replace(/^documents:\n(?: .*\n|\n(?= ))+/m, section);
    expect(text).toContain(section);
    const fresh = loadPlaybook(withTemplate(text, TEMPLATE), { fileName: 'x', lookups: {} });
    expect(fresh).toMatchObject({ ok: true });
    expect(fresh.ok && fresh.playbook.documents.at(-1)).toEqual(TEMPLATE);
  });
});
