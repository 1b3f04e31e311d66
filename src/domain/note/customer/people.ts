/** How contacts are addressed in a note: 张主任, 张伟主任, 老张, 张姐. */
import { syllablesOf } from '../sounds.ts';
import type { KnownContact } from '../types.ts';

export interface Address {
  text: string;
  points: number;
  /** As typed in pinyin; only for what people type so. */
  syllables?: string[];
}

/** Position → what a holder is called, after the surname. The first match counts most. */
const CALLED: readonly [position: RegExp, terms: readonly string[], flattering?: readonly string[]][] = [
  [
    /总经理|总裁|副总|董事长|老板|负责人|创始人|ceo|cto|cio|coo|cfo|股东/,
    ['总', '老板', '副总', '总经理', '董', '董事长'],
  ],
  [/技术|工程|研发|it|cto/, ['工', '工程师']],
  [/总监/, ['总监', '总']],
  [/经理/, ['经理'], ['总']],
  [/护士长/, ['护士长', '护士']],
  [/院长/, ['院长', '院', '副院长']],
  [/主任/, ['主任']],
  [/医生|医师|大夫/, ['医生', '大夫', '医师']],
  [/药师/, ['药师']],
  [/科长/, ['科长', '科']],
  [/厂长/, ['厂长'], ['总']],
  [/([店校处部所站园局行队班社]长)/, []],
  [/主管/, ['主管']],
  [/教授/, ['教授']],
  [/书记/, ['书记']],
  [/老师|教师/, ['老师']],
  [/秘书/, ['秘书']],
];
const ANYONE = ['老师', '先生', '女士', '姐', '哥'];
const ALL_TERMS = [
  ...new Set([
    ...CALLED.flatMap(([, terms]) => terms),
    '店长',
    '校长',
    '处长',
    '部长',
    '所长',
    '站长',
    '园长',
    '局长',
    '总工',
    ...ANYONE,
  ]),
].sort((a, b) => b.length - a.length);

const COMPOUND_SURNAMES =
  '欧阳 上官 诸葛 司马 司徒 东方 皇甫 尉迟 公孙 慕容 令狐 宇文 长孙 夏侯 端木 南宫'.split(' ');
const SURNAMES =
  '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛祝左涂谷祁舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝巩稽井练仲乐虞卞封竺冼原衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬沙薄伏岑习胥';

/** Whether what people are called may be a name: 王敏, 欧阳修; not 前台. */
export function hasSurname(name: string): boolean {
  return SURNAMES.includes(name.slice(0, 1)) || COMPOUND_SURNAMES.some((surname) => name.startsWith(surname));
}

/** 王 of 王建国, 欧阳 of 欧阳 and of 欧阳修. */
export function surnameOf(name: string): string {
  return COMPOUND_SURNAMES.find((surname) => name.startsWith(surname)) ?? name.slice(0, 1);
}

/** Everything `contact` may be called, in prepared form; of some only the surname is known (王, 主任). */
export function addressesOf({ name, title = '' }: KnownContact): Address[] {
  const clean = name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
  if (clean === '') return [];
  if (!/^\p{Script=Han}{1,6}$/u.test(clean)) return clean.length >= 2 ? [{ text: clean, points: 90 }] : [];
  const surname = surnameOf(clean);
  const given = clean.slice(surname.length);
  const { terms, flattering } = termsFor(title);
  const spoken = syllablesOf(clean, true);
  const withTerm = (term: string, points: number): Address => ({
    text: surname + term,
    points,
    syllables: [...spoken.slice(0, surname.length), ...syllablesOfTerm(term)],
  });
  const titled = terms.flatMap((term): Address[] => [
    withTerm(term, 75),
    { text: `${surname}副${term}`, points: 75 },
    ...(given ? [{ text: clean + term, points: 110 }] : []),
  ]);
  return [
    ...(given ? [{ text: clean, points: clean.length > 2 ? 105 : 100, syllables: spoken }] : []),
    ...titled,
    ...(surname.length > 1 ? [{ text: surname, points: 70 }] : []),
    ...flattering.map((term) => withTerm(term, 72)),
    ...ANYONE.map((term) => ({ text: surname + term, points: 70 })),
    { text: `老${surname}`, points: 70 },
    { text: `小${surname}`, points: 70 },
    ...(given
      ? ['姐', '哥', '总'].map((term) => ({ text: given.slice(-1) + term, points: term === '总' ? 50 : 70 }))
      : []),
  ];
}

/** The library reads 店长 as dian chang. */
function syllablesOfTerm(term: string): string[] {
  const syllables = syllablesOf(term);
  return term.endsWith('长') ? [...syllables.slice(0, -1), 'zhang'] : syllables;
}

/** 设备科 of 设备科主任. */
export function departmentOf(title: string): string | undefined {
  return /^([\p{Script=Han}]{2,6}(?:科|部|室|中心|处|车间))/u.exec(title)?.[1];
}

/** 设备科主任 → 主任; 技术总监 → 工, 总监, 总. */
export function termsFor(title: string): { terms: string[]; flattering: string[] } {
  const position = title.normalize('NFKC').toLowerCase();
  const matches = CALLED.flatMap(([pattern, terms, flattering = []]) => {
    const match = pattern.exec(position);
    return match ? [{ terms: terms.length > 0 ? terms : [match[1] ?? ''], flattering }] : [];
  });
  return {
    terms: [...new Set(matches.flatMap(({ terms }) => terms))].filter((term) => term !== ''),
    flattering: matches.flatMap(({ flattering }) => flattering),
  };
}

export interface AddressedPerson {
  surname: string;
  term: string;
  start: number;
  end: number;
}

const ADDRESSED = new RegExp(
  `(${COMPOUND_SURNAMES.join('|')}|[${SURNAMES}])副?(${ALL_TERMS.filter((term) => term !== '院').join('|')})`,
  'g',
);

const NAMED = new RegExp(
  `^(?:${COMPOUND_SURNAMES.join('|')}|[${SURNAMES}])\\p{Script=Han}{0,2}副?(?:${ALL_TERMS.filter((term) => term.length > 1).join('|')})$`,
  'u',
);

/**
 * Where 孙明处长 begins in 齐鲁医院孙明处长: a name with a title behind what `isHouse`. 司 and 院 are surnames too, so
 * what stands before decides.
 */
export function personBehind(name: string, isHouse: (before: string) => boolean): number | undefined {
  for (let at = 3; at <= name.length - 3; at++) {
    if (NAMED.test(name.slice(at)) && isHouse(name.slice(0, at))) return at;
  }
  return undefined;
}

/** Whether a word may well begin with a surname: 王芳, 欧阳, not 我要. */
export function beginsWithSurname(word: string): boolean {
  return COMPOUND_SURNAMES.some((surname) => word.startsWith(surname)) || SURNAMES.includes(word.slice(0, 1));
}

/** Everyone a note addresses by surname and title, known or not. */
export function addressedPeople(text: string): AddressedPerson[] {
  return [...text.matchAll(ADDRESSED)].map((match) => ({
    surname: match[1] ?? '',
    term: match[2] ?? '',
    start: match.index,
    end: match.index + match[0].length,
  }));
}
