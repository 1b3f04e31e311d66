import { BUILT_IN_FIELDS } from '../../domain/leads/description.ts';
import type { Playbook } from '../../domain/playbook/playbook.ts';
import { FIRST_TOUCH } from '../../domain/playbook/words.ts';
import type { Path } from '../problems.ts';
import type { Report } from './findings.ts';
import { tagValues } from './names.ts';

/** Ids are unique, values are unique where they are chosen from, and no word means two things. */
export function checkUnique(playbook: Playbook, report: Report): void {
  for (const list of [
    'fields',
    'forms',
    'lookups',
    'tags',
    'stages',
    'actions',
    'objections',
    'scenes',
    'scripts',
    'reports',
    'documents',
    'orders',
  ] as const) {
    unique(
      playbook[list].map((item, i) => [item.id, [list, i, 'id']]),
      '编号',
      report,
    );
  }
  checkVisitNames(playbook, report);
  for (const [i, field] of playbook.fields.entries()) {
    if ((BUILT_IN_FIELDS as readonly string[]).includes(field.id)) {
      report.error(['fields', i, 'id'], `“${field.id}”是内置字段，不能再定义一次`, '请换一个编号');
    }
    unique(
      field.options.map((option, j) => [option.value, ['fields', i, 'options', j]]),
      '选项',
      report,
    );
  }
  for (const [i, objection] of playbook.objections.entries()) {
    if (objection.id === FIRST_TOUCH)
      report.error(['objections', i, 'id'], `“${FIRST_TOUCH}”是保留的编号`, '请换一个编号');
  }
  for (const list of ['budget', 'regions', 'industries'] as const) {
    unique(
      playbook[list].map((option, i) => [option.value, [list, i]]),
      '选项',
      report,
    );
  }
  unique(
    playbook.products.map((group, i) => [group.category, ['products', i, 'category']]),
    '品类',
    report,
  );
  unique(
    playbook.rules.map((rule, i) => [rule.name, ['rules', i, 'name']]),
    '规则名',
    report,
    'warn',
  );
  unique(
    playbook.tags.flatMap((group, i) => tagValues(playbook, group).map((tag): Named => [tag, ['tags', i]])),
    '标签',
    report,
  );
  checkWords(playbook, report);
}

function checkVisitNames(playbook: Playbook, report: Report): void {
  for (const list of ['pains', 'ticks'] as const) {
    unique(
      playbook.visits[list].map((item, i) => [item.id, ['visits', list, i, 'id']]),
      '编号',
      report,
    );
    unique(
      playbook.visits[list].map((item, i) => [item.label, ['visits', list, i, 'label']]),
      '名称',
      report,
    );
  }
}

type Named = [name: string, path: Path];

function unique(
  names: readonly Named[],
  what: string,
  report: Report,
  level: 'error' | 'warn' = 'error',
): void {
  const seen = new Set<string>();
  for (const [name, path] of names) {
    if (seen.has(name)) report[level](path, `${what}“${name}”重复了`);
    seen.add(name);
  }
}

/** One word under two entries of a vocabulary cannot be told apart when somebody types it. */
function checkWords(playbook: Playbook, report: Report): void {
  const entries = {
    products: playbook.products.map((group) => ({ name: group.category, words: group.words })),
    regions: playbook.regions.map((region) => ({
      name: region.value,
      words: [region.value, ...region.words],
    })),
    industries: playbook.industries.map((one) => ({ name: one.value, words: [one.value, ...one.words] })),
    stages: playbook.stages.map((stage) => ({ name: stage.label, words: [stage.label, ...stage.words] })),
    actions: playbook.actions.map((action) => ({
      name: action.label,
      words: [action.label, ...action.words],
    })),
    objections: playbook.objections.map((one) => ({ name: one.label, words: [one.label, ...one.words] })),
    scenes: playbook.scenes.map((scene) => ({ name: scene.label, words: [scene.label, ...scene.words] })),
    orders: playbook.orders.map((one) => ({ name: one.label, words: [one.label, ...one.words] })),
  };
  checkWordsOf('pains', playbook.visits.pains, report);
  checkWordsOf('ticks', playbook.visits.ticks, report);
  for (const [list, all] of Object.entries(entries)) {
    const level = ['products', 'regions', 'orders'].includes(list) ? 'error' : 'warn';
    const owners = new Map<string, string>();
    for (const [i, { name, words }] of all.entries()) {
      for (const word of new Set(words)) {
        const owner = owners.get(word);
        if (owner !== undefined) report[level]([list, i], `“${word}”同时属于“${owner}”和“${name}”，无法区分`);
        owners.set(word, name);
      }
    }
  }
}

/** What is said of a visit is read like a note. */
function checkWordsOf(
  list: 'pains' | 'ticks',
  entries: readonly { label: string; words: readonly string[] }[],
  report: Report,
): void {
  const owners = new Map<string, string>();
  for (const [i, { label, words }] of entries.entries())
    for (const word of new Set([label, ...words])) {
      const owner = owners.get(word);
      if (owner !== undefined)
        report.warn(['visits', list, i], `“${word}”同时属于“${owner}”和“${label}”，无法区分`);
      owners.set(word, label);
    }
}
