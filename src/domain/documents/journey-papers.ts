/** Papers the journey asks for that are no form to be read: 报价单, 合同草案, 演示截图. They are known by their title. */
import { readItem } from '../journey/gate.ts';
import type { Playbook } from '../playbook/playbook.ts';
import type { PageReading } from './page.ts';
import { rowsOf } from './rows.ts';
import { titlesOf } from './template.ts';

type Known = Pick<Playbook, 'stages' | 'journey' | 'documents'>;

/** Names of all papers a gate asks for, that move a lead or set its signing, in the order of the journey. */
export function papersOf({ stages, journey }: Pick<Known, 'stages' | 'journey'>): string[] {
  const items = stages.flatMap(({ requires, automatic }) => [
    ...automatic,
    ...requires.map(({ item }) => item),
  ]);
  const names = items.map(readItem).flatMap(({ kind, name }) => (kind === 'document' ? [name] : []));
  return [...new Set([...names, ...(journey.signing ? [journey.signing.document] : [])])];
}

/** All types a document may be of: the journey's papers first, then the other forms of the playbook. */
export function documentTypes(playbook: Known): string[] {
  const forms = playbook.documents.map(({ label }) => label);
  const titles = new Set(playbook.documents.flatMap(titlesOf));
  const papers = papersOf(playbook).filter((name) => forms.includes(name) || !titles.has(name));
  return [...new Set([...papers, ...forms])];
}

const TITLE_ROWS = 8;
const MAX_BESIDE = 12;
const NO_LETTERS = /[^\p{Script=Han}\p{L}\p{N}]/gu;

/**
 * The paper whose name ends a title at the head of the first page, or stands in the name of the file; the longest name
 * counts, so that a 合同草案 is no 合同.
 */
export function paperTitled(
  [first]: readonly PageReading[],
  fileName: string,
  playbook: Known,
): string | undefined {
  const names = papersOf(playbook).sort((a, b) => b.length - a.length);
  for (const row of first ? rowsOf(first.glyphs).slice(0, TITLE_ROWS) : []) {
    const title = plain(row.glyphs.map(({ c }) => c).join(''));
    const found = names.find((name) => title.endsWith(name) && title.length <= name.length + MAX_BESIDE);
    if (found) return found;
  }
  const file = plain(fileName.replace(/\.[a-z\d]{1,5}$/i, ''));
  return names.find((name) => file.includes(name));
}

function plain(text: string): string {
  return text.normalize('NFKC').replace(NO_LETTERS, '');
}

const PARTY =
  /(?:(?:客户名称|甲方|买方|需方|采购方|采购单位|购货单位|医院名称|单位名称)(?:[（(][^）)]{1,6}[）)])?[:：]?|(?:客户|致)[:：])([\p{Script=Han}A-Za-z（）()·]{3,40})/u;
const PARTY_ROWS = 30;

/** Whom a paper says it is for: 甲方：德清县人民医院. */
export function partyOn([first]: readonly PageReading[]): string | undefined {
  for (const row of first ? rowsOf(first.glyphs).slice(0, PARTY_ROWS) : []) {
    const found = PARTY.exec(
      row.glyphs
        .map(({ c }) => c)
        .join('')
        .replace(/\s+/g, ''),
    );
    if (found?.[1]) return found[1];
  }
  return undefined;
}

/** What a paper without a form is taken for: what was asked for where the title says no more (合同 for a 合同草案). */
export function paperLabel(titled: string | undefined, asked: string | undefined): string | undefined {
  return titled && asked?.includes(titled) ? asked : (titled ?? asked);
}
