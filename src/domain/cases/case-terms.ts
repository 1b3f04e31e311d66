/** What a past case and a question about cases are compared by: words, and what the playbook recognised in them. */
export interface CaseTags {
  scenes: readonly string[];
  objections: readonly string[];
  products: readonly string[];
}

/** How much each kind of term weighs in a query. */
const WEIGHTS = { word: 1, pair: 0.5, character: 0.2, scene: 1.5, objection: 1.5, product: 0.6 } as const;
/** Words that say how something was done and nothing of what it was about. */
const EMPTY =
  /^(?:的|了|在|和|跟|与|给|把|被|对|为|是|有|没|没有|不|也|都|就|还|又|再|很|太|去|来|到|说|讲|过|好|要|想|会|能|可以|已|已经|今天|昨天|明天|下周|上午|下午|客户|主任|院长|科长|经理|老板|电话|联系|沟通|怎么办|怎么|什么|如何|案例|这个|那个|一个|我们|他们|您|他|她|我)$/;
const WORD = /[\p{Script=Han}A-Za-z0-9]/u;

/**
 * The terms of a text: its words, the pairs of neighbouring characters in its Chinese runs, so that 交期 finds 交货期 and
 * 对接口 finds 接口对接 though they are cut differently, and single characters, which weigh little.
 */
export function wordsOfCase(text: string, cut: (text: string) => readonly string[]): [string, number][] {
  const line = text.normalize('NFKC').toLowerCase();
  const words = cut(line).filter((word) => WORD.test(word) && !EMPTY.test(word));
  const kept = words.filter((word) => word.length > 1 || !isHan(word));
  const runs = words.filter(isHan);
  return [
    ...kept.map((word): [string, number] => [word, WEIGHTS.word]),
    ...runs.flatMap((run) => pairs(run).map((pair): [string, number] => [`~${pair}`, WEIGHTS.pair])),
    ...runs.flatMap((run) => [...run].map((one): [string, number] => [`.${one}`, WEIGHTS.character])),
  ];
}

export function termsOfCase(
  text: string,
  tags: CaseTags,
  cut: (text: string) => readonly string[],
): string[] {
  return [...wordsOfCase(text, cut), ...tagTerms(tags)].map(([term]) => term);
}

/** The same for a query, with what each term weighs. */
export function queryOf(
  text: string,
  tags: CaseTags,
  cut: (text: string) => readonly string[],
): Map<string, number> {
  return new Map([...wordsOfCase(text, cut), ...tagTerms(tags)]);
}

function tagTerms({ scenes, objections, products }: CaseTags): [string, number][] {
  return [
    ...scenes.map((id): [string, number] => [`#scene:${id}`, WEIGHTS.scene]),
    ...objections.map((id): [string, number] => [`#objection:${id}`, WEIGHTS.objection]),
    ...products.map((id): [string, number] => [`#product:${id}`, WEIGHTS.product]),
  ];
}

function isHan(word: string): boolean {
  return /^\p{Script=Han}+$/u.test(word);
}

function pairs(word: string): string[] {
  const characters = [...word];
  return characters.slice(1).map((character, i) => `${characters[i]}${character}`);
}
