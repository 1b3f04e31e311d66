/** Measures the search for similar cases against plain keyword matching: nDCG@3 over a judged set (fixtures/cases). */
import { readFileSync } from 'node:fs';
import { type CaseTags, queryOf, termsOfCase } from '../../src/domain/cases/case-terms.ts';
import { Ranking } from '../../src/domain/cases/ranking.ts';
import { createSegmenter } from '../../src/domain/note/jieba-segmenter.ts';
import { noteParserOf, noteVocabularyOf } from '../../src/domain/note/playbook-parser.ts';
import { examplePlaybook } from '../support/playbooks.ts';
import type { EvalReport, EvalSuite } from './suite.ts';

interface Situation {
  id: string;
  family: string;
  cases: string[];
  development: string[];
  heldBack: string[];
}

interface Doc {
  id: string;
  text: string;
  situation?: Situation | undefined;
}

const SHOWN = 3;
const NOW = new Date('2026-11-23T02:30:00.123Z');
const PARTS = ['development', 'held-back'] as const;
/** So much better than keyword matching, at least, in nDCG points. */
const MARGIN = 0.1;

export const casesSuite: EvalSuite = {
  name: 'cases',
  // `right` is the sum of nDCG@3 over the queries; `beaten` counts parts in which plain matching comes too near.
  floors: {
    accuracy: {
      development: { 'nDCG@3': 0.77 },
      'held-back': { 'nDCG@3': 0.65 },
    },
    wherePresent: {},
    atMost: { development: { beaten: 0 }, 'held-back': { beaten: 0 } },
  },
  run() {
    const { situations, noise } = JSON.parse(
      readFileSync(new URL('../../fixtures/cases/judged.json', import.meta.url), 'utf8'),
    ) as { situations: Situation[]; noise: string[] };
    const docs: Doc[] = [
      ...situations.flatMap((situation) =>
        situation.cases.map((text, i) => ({ id: `${situation.id}-${i}`, text, situation })),
      ),
      ...noise.map((text, i) => ({ id: `noise-${i}`, text })),
    ];
    const engines = { ranked: rankedBy(docs), plain: plainBy(docs) };
    const report: EvalReport = { figures: [], errors: [], misses: [] };
    for (const part of PARTS) {
      const queries = situations.flatMap((situation) =>
        (part === 'development' ? situation.development : situation.heldBack).map((text) => ({
          text,
          situation,
        })),
      );
      const means = Object.entries(engines).map(([name, search]) => {
        const gains = queries.map(({ text, situation }) => {
          const found = search(text);
          const value = ndcg(
            found.map((doc) => gradeOf(doc, situation)),
            idealOf(docs, situation),
          );
          if (name === 'ranked' && value < 0.5)
            report.misses.push({
              part,
              id: situation.id,
              field: 'nDCG@3',
              text,
              expected: situation.id,
              got: found.map(({ id }) => id),
            });
          return value;
        });
        const right = Number(gains.reduce((sum, gain) => sum + gain, 0).toFixed(2));
        const field = name === 'ranked' ? 'nDCG@3' : 'keywords';
        report.figures.push({
          part,
          field,
          right,
          of: queries.length,
          rightWherePresent: right,
          present: queries.length,
        });
        return right / queries.length;
      });
      const [ranked = 0, plain = 0] = means;
      report.errors.push({ part, name: 'beaten', count: ranked - plain >= MARGIN ? 0 : 1 });
    }
    return report;
  },
};

function rankedBy(docs: readonly Doc[]): (query: string) => Doc[] {
  const { playbook } = examplePlaybook('medical-devices');
  const vocabulary = noteVocabularyOf(playbook);
  const words = [...vocabulary.actions, ...vocabulary.objections, ...vocabulary.scenes].flatMap(
    (e) => e.words,
  );
  const cut = createSegmenter(words);
  const parser = noteParserOf(playbook, createSegmenter);
  const tagsOf = (text: string): CaseTags => {
    const { scenes, objections } = parser.parse(text, { now: NOW, customers: [] });
    const ids = (list: readonly { id: string }[]) => [...new Set(list.map(({ id }) => id))];
    return { scenes: ids(scenes), objections: ids(objections), products: [] };
  };
  const ranking = new Ranking(docs.length);
  for (const { id, text } of docs) ranking.put(id, termsOfCase(text, tagsOf(text), cut));
  const byId = new Map(docs.map((doc) => [doc.id, doc]));
  return (query) =>
    ranking.search(queryOf(query, tagsOf(query), cut), SHOWN).flatMap(({ id }) => byId.get(id) ?? []);
}

/** The number of the query's words that stand in the text, the newest first among equals. */
function plainBy(docs: readonly Doc[]): (query: string) => Doc[] {
  const cut = createSegmenter([]);
  return (query) => {
    const words = [...new Set(cut(query).filter((word) => word.length > 1))];
    const counted = docs.map((doc, at) => ({
      doc,
      at,
      hits: words.filter((word) => doc.text.includes(word)).length,
    }));
    return counted
      .filter(({ hits }) => hits > 0)
      .sort((a, b) => b.hits - a.hits || b.at - a.at)
      .slice(0, SHOWN)
      .map(({ doc }) => doc);
  };
}

function gradeOf({ situation }: Doc, wanted: Situation): number {
  if (!situation) return 0;
  return situation.id === wanted.id ? 2 : situation.family === wanted.family ? 1 : 0;
}

function idealOf(docs: readonly Doc[], wanted: Situation): number[] {
  return docs
    .map((doc) => gradeOf(doc, wanted))
    .sort((a, b) => b - a)
    .slice(0, SHOWN);
}

function ndcg(grades: readonly number[], ideal: readonly number[]): number {
  const dcg = (list: readonly number[]) =>
    list.reduce((sum, grade, i) => sum + (2 ** grade - 1) / Math.log2(i + 2), 0);
  return dcg(grades) / dcg(ideal);
}
