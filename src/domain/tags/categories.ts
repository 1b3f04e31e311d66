import type { Playbook } from '../playbook/playbook.ts';
import { createWordFinder, type FoundWord, foldWord, isDenied } from './word-finder.ts';

type Products = Playbook['products'];

/**
 * Categories asked for in free text, in the playbook's order: the product words found, longest first, without those
 * the text denies (不要CT, 已有CT). Of words that stand together the last one is meant (化学发光试剂 is a reagent).
 */
export function categoriesOf(texts: Iterable<string>, playbook: Pick<Playbook, 'products'>): string[] {
  const finder = finderFor(playbook.products);
  const found = new Set<string>();
  for (const text of texts) {
    const folded = foldWord(text);
    const words = finder(folded);
    words.forEach((word, i) => {
      if (!isModifier(word, words[i + 1]) && !isDenied(folded, word) && !isCondition(folded, word))
        found.add(word.value);
    });
  }
  return inOrder(found, playbook.products);
}

/** Products of the playbook asked for in free text, by their own names. */
export function productsIn(text: string, playbook: Pick<Playbook, 'products'>): string[] {
  const items = playbook.products.flatMap(({ items: own }) => own);
  const finder = createWordFinder(items.map(({ value, words }) => ({ value, words: [value, ...words] })));
  const folded = foldWord(text);
  return [
    ...new Set(
      finder(folded)
        .filter((word) => !isDenied(folded, word))
        .map((word) => word.value),
    ),
  ];
}

/**
 * Categories of products named one by one (a form's ticks, an import's product column). A name that is only part of
 * known words (监护 of 监护仪) counts when all of them belong to one category.
 */
export function categoriesOfProducts(
  names: Iterable<string>,
  playbook: Pick<Playbook, 'products'>,
): string[] {
  const found = new Set<string>();
  for (const name of names) {
    const direct = categoriesOf([name], playbook);
    for (const category of direct.length > 0 ? direct : categoriesAround(name, playbook.products))
      found.add(category);
  }
  return inOrder(found, playbook.products);
}

function categoriesAround(name: string, products: Products): string[] {
  const part = foldWord(name);
  if (part.length < 2) return [];
  const around = products.filter(({ words }) => words.some((word) => foldWord(word).includes(part)));
  return around.length === 1 ? around.map((product) => product.category) : [];
}

const finders = new WeakMap<Products, (text: string) => FoundWord<string>[]>();

function finderFor(products: Products): (text: string) => FoundWord<string>[] {
  const known = finders.get(products);
  if (known) return known;
  const finder = createWordFinder(products.map(({ category, words }) => ({ value: category, words })));
  finders.set(products, finder);
  return finder;
}

function isModifier(word: FoundWord<string>, next: FoundWord<string> | undefined): boolean {
  return next !== undefined && next.start === word.end;
}

/** 试剂要便宜, 试剂开放: a condition on something else that is to be bought. */
function isCondition(text: string, { end }: FoundWord<string>): boolean {
  return /^(?:要?便宜|开放|封闭|免费|另算)/.test(text.slice(end, end + 4));
}

function inOrder(found: ReadonlySet<string>, products: Products): string[] {
  return products.map((product) => product.category).filter((category) => found.has(category));
}
