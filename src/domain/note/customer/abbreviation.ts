/** Names shortened word by word: 温医大眼视光 for 温州医科大学附属眼视光医院, 义乌疾控 for 义乌市疾病预防控制中心. */
import { isDistrict, placePrefix } from '../../normalise/regions.ts';
import { splitIndustry } from '../../normalise/words.ts';
import { splitPlace } from './regions.ts';

/** Words that tell no two organisations of one place apart, each with what may be left of it. */
const GENERIC =
  /疾病预防控制中心|妇幼保健(?:院|中心)|中心(?=血站)|体检中心|分院|诊所|门诊部|大药房|药房|药店|国药馆|[省市](?=立)|立(?=.{2})|社区卫生服务(?:中心|站)|人民医院|中国科学院|科学院|(?:医科|师范|理工|工业|科技|交通|农业|财经|机电|职业技术|中医药|海洋)?(?:大学|学院)|医学院|街道|社区|附属|研究[院所]|医疗中心|医院|卫生院|技术|工程|科学|自动化|有限责任公司|股份有限公司|有限公司|股份|集团|公司|[省市区县镇乡与和及的]/g;
const MIN_TYPED = 3;

interface Part {
  text: string;
  isGeneric: boolean;
}

const parts = new Map<string, Part[]>();
const MAX_REMEMBERED = 4000;

/**
 * Whether `typed` is `name` with generic words shortened or left out: in order, beginning with the name's first
 * character or the first behind its place, and with everything that tells it apart.
 */
export function abbreviates(typed: string, name: string): boolean {
  if (typed.length < MIN_TYPED || typed.length >= name.length) return false;
  if (isBeginning(typed, name)) return true;
  return frontsOf(name).some(({ front, forms }) => {
    const rest = partsOf(name.slice(front.length));
    return forms.some((form) => typed.startsWith(form) && fits(typed.slice(form.length), rest));
  });
}

/** 中国航发 for 中国航发商用航空发动机, not 宁波市 for whatever is there. */
function isBeginning(typed: string, name: string): boolean {
  if (typed.length < 4 || !name.startsWith(typed)) return false;
  const { rest } = splitPlace(name);
  let at = name.length - rest.length;
  let isTold = false;
  for (const { text, isGeneric } of partsOf(rest)) {
    at += text.length;
    isTold ||= !isGeneric;
    if (at >= typed.length) break;
  }
  // 温州医科大|学 ends in the middle of a word; a trade name may be cut anywhere.
  return isTold && (at === typed.length || typed.length - (name.length - rest.length) >= 4);
}

/** Where the name may be taken to begin, and what may be typed of the place before that: 温州市, 温州, 温, or nothing. */
function frontsOf(name: string): { front: string; forms: string[] }[] {
  const { rest } = splitPlace(name);
  const placed = name.slice(0, name.length - rest.length);
  const county = shortDistrict(name);
  const further = (placePrefix(name)?.ends ?? []).map((end) => name.slice(0, end));
  return [
    { front: '', forms: [''] },
    ...[...new Set([placed, county, ...further])].flatMap((front) =>
      front
        ? [
            {
              front,
              forms: [front, front.replace(/[省市区县]/g, ''), front.slice(0, 2), front.slice(0, 1), ''],
            },
          ]
        : [],
    ),
  ];
}

/** 西湖|仁康诊所, 萧山|百姓缘大药房. */
function shortDistrict(name: string): string {
  const front = name.slice(0, 2);
  return name.length >= 5 && isDistrict(front) ? front : '';
}

/** What is left of a name must say something of its own, or a bit of every generic word: 诸暨人医, never 诸暨医院. */
function fits(typed: string, name: readonly Part[]): boolean {
  let at = 0;
  let isTold = false;
  let isWhole = true;
  for (const { text, isGeneric } of name) {
    if (isGeneric) {
      const taken = takenOf(text, typed.slice(at));
      if (taken === 0) isWhole = false;
      at += taken;
    } else {
      if (!typed.startsWith(text, at)) return false;
      isTold = true;
      at += text.length;
    }
  }
  return at === typed.length && at >= 2 && (isTold || isWhole);
}

/** How many characters of `typed` are, in order, characters of a generic word. */
function takenOf(word: string, typed: string): number {
  let taken = 0;
  for (const char of word) if (char === typed[taken]) taken++;
  return taken;
}

function partsOf(name: string): Part[] {
  const known = parts.get(name);
  if (known) return known;
  const found: Part[] = [];
  let at = 0;
  for (const { index, 0: word } of name.matchAll(GENERIC)) {
    if (index > at) found.push({ text: name.slice(at, index), isGeneric: false });
    found.push({ text: word, isGeneric: true });
    at = index + word.length;
  }
  if (at < name.length) {
    // What a firm does is as generic as what it is: 三花|智能控制.
    const { name: own, industry } = splitIndustry(name.slice(at));
    found.push({ text: own, isGeneric: false });
    if (industry) found.push({ text: industry, isGeneric: true });
  }
  const oldest = parts.size >= MAX_REMEMBERED ? parts.keys().next().value : undefined;
  if (oldest !== undefined) parts.delete(oldest);
  parts.set(name, found);
  return found;
}
