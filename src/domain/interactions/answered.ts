/**
 * Who was reached: whom the call was for, or somebody who answers in his place (前台接的，说下午回来). Somebody else's
 * word about when he is back is no word of the customer's.
 */

import { hasSurname } from '../note/customer/people.ts';

/** Those who answer for others, whatever the industry. */
const STAND_IN =
  '前台|总机|秘书|助理|助手|同事|门卫|保安|护士(?!长)|护工|规培|实习|进修|值班|院办|导诊|分诊|话务|物业|护士[站台]|住院医|技术员|业务员|女婿|媳妇|亲戚|内勤|文员|行政|接线员|话务员|客服|财务|出纳|仓库|仓管|跟单|司机|徒弟|学生|下属|手下|底下|店员|伙计|营业员|收银|导购|药师|老婆|爱人|太太|老公|妻子|对象|儿子|女儿|孩子|妹妹|姐姐|弟弟|哥哥|母亲|父亲|他[妈爸]|她[妈爸]|家[里属]人?|小姑娘|小伙子|小妹|小哥|大姐|大叔|阿姨|一个[男女]的|别[的人]|旁人|旁边|其他人|隔壁|对面|办公室|科室的?人|接的人|不认识';
/** Those the call is for, as a line names them. */
const WANTED =
  '主任|院长|科长|处长|部长|厂长|店长|董事长|所长|校长|局长|护士长|医生|大夫|老板|老总|经理|总监|负责人|采购|老师|师傅|领导|本人|人家|(?<![有没别的客])人|[他她]|[\\p{Script=Han}](?:总|工|科|院|董|局)';
const PICKED_UP = '(?:代|帮|先|帮忙|替他?|顺手)?接(?!待|触|受|下|着|洽|口|单|入|种)';
const BY_STAND_IN = new RegExp(
  `(?<!让)(?:${STAND_IN})[^,，。;；]{0,6}?(?:${PICKED_UP}|拿着|挡|拦|不肯|不给|不让|不转)|^(?:电话那头)?是(?:${STAND_IN}|顾客|客人)`,
  'u',
);
/** 门诊护士说主任查房去了; not 店员说的价格. */
const STAND_IN_SAYS = new RegExp(
  `(?:${STAND_IN})[\\p{Script=Han}]{0,3}?(?:的人)?(?:说(?!的|好|明)|讲|告诉|转告|叫我|让我|答应|会转)`,
  'u',
);
/** 主任接的: who it was is stressed; 后来接的 names nobody. */
const PICKED_UP_BY = new RegExp(
  `^(?:是|打过去是|电话是|那头是)?(?!后来|又|再|终于|还是|这次|上午|下午|刚|打了)([\\p{Script=Han}]{2,8}?)${PICKED_UP}(?:的|了)`,
  'u',
);
/** 医务科的, 班长, 儿媳: somebody, by what he is and not by name. */
const SOMEBODY = /(?:[的员长师生妹哥姐人妈爸媳婿嫂弟叔伯娘女男客科台部室班业岗]|家属|秘书)$/;
const AWAY =
  '不在(?![意乎])|没在(?!意)|没来|没到|没上班|没出诊|停诊|轮休|下乡|外勤|出[差国门诊]|外出|出去|出海|出远门|搬走|上[晚早夜]班|休[息假年]|请假|调走|离职|退休|走了|刚走|下班|睡|上台|台上|查房|手术|开会|会上|门诊|坐月子|住院|听不见|没带|(?:在|正)(?:忙|接待|上课|培训|开车|外地|路上|车间|吃饭|国外|打牌|会|里面)|打牌|进货|[\\p{Script=Han}]去了|去[\\p{Script=Han}]{1,6}了|抢救|没人|回来|(?:周[\\p{Script=Han}]|明天|下午|晚上|中午)[才]?[回来过]';
const AWAY_NAMED = new RegExp(`(?:${WANTED})[^,，。;；\\s]{0,6}?(?:${AWAY})`, 'u');
const IS_AWAY = new RegExp(AWAY, 'u');
/** What who answered passes on: 说下午回来, 让明天再打, 会转告. */
const PASSED_ON = /^(?:她?他?说|让|叫|告诉|讲|答应|会|可以|帮忙|帮我|留|人|要我)/;
const ABOUT_AGAIN =
  /再[打来去联说约]|打$|改天|晚点|回头|转告|转达|之后|以后|过[后会]|找(?:老板|他|她|主任|领导|别人)|别打/;
/** The call went on to whom it was for: 转给主任了, 喊院长来听, 把电话给了老板. */
const HANDED_ON = /转(?:给|到|了|过去|接)(?!告)|[喊叫]了?[^,，。;；\s]{1,5}(?:来|过来|听|接)|电话给|找[来到]/;
/** The two had something to say to each other all the same: 聊了参数, 问了价格. */
const SUBSTANCE = /(?:聊|谈|问|讲|报|要)了|[嫌贵]|感兴趣|见[到着]/;
const TITLED =
  /(?:主任|院长|科长|处长|部长|厂长|店长|董事长|所长|老板|老总|经理|总监|采购|老师|医生|[总工科院董])$/u;

export type Answered = 'another' | 'deputy' | undefined;

/**
 * Of the clauses of a line, whether each tells of somebody else on the phone. `another`: who only takes a message.
 * `deputy`: somebody of rank in his place, whose own words count (副主任接的，问了价格). A clause that passes on where
 * he is belongs to the answer before it.
 */
export function answeredByOthers(clauses: readonly string[]): Answered[] {
  let last: Answered;
  return clauses.map((words, i) => {
    const own = answerIn(words, clauses, i);
    if (own) last = own;
    else if (HANDED_ON.test(words) || SUBSTANCE.test(words)) last = undefined;
    return own ?? (last && passesOn(words, last) ? last : undefined);
  });
}

/** 说主任刚走, with nobody said to have been reached before. */
export function saysWhoIsAway(words: string): boolean {
  return words.startsWith('说') && AWAY_NAMED.test(words) && !SUBSTANCE.test(words);
}

function answerIn(words: string, clauses: readonly string[], at: number): Answered {
  if (HANDED_ON.test(words) || SUBSTANCE.test(words)) return undefined;
  if (BY_STAND_IN.test(words) || STAND_IN_SAYS.test(words)) return 'another';
  const [, who] = PICKED_UP_BY.exec(words) ?? [];
  if (!who || /[他她]$|本人|亲自/.test(who)) return undefined;
  const next = clauses[at + 1] ?? '';
  const isTitled = TITLED.test(who);
  // Nobody the call is for: whoever it is, only words of his own make it a contact.
  if (!isTitled && !isName(who)) {
    if (!SUBSTANCE.test(next) && passesOn(next, 'deputy')) return 'another';
    if (SOMEBODY.test(who)) return 'deputy';
  }
  const others = [...clauses.slice(0, at), ...clauses.slice(at + 1)];
  const wasAway = at > 0 && IS_AWAY.test(clauses[at - 1] ?? '');
  if (!wasAway && !others.some((clause) => AWAY_NAMED.test(clause))) return undefined;
  return isTitled ? 'deputy' : 'another';
}

function isName(who: string): boolean {
  return who.length <= 4 && hasSurname(who);
}

function passesOn(words: string, by: Answered): boolean {
  if (AWAY_NAMED.test(words)) return true;
  if (!PASSED_ON.test(words)) return false;
  return by === 'another' || IS_AWAY.test(words) || ABOUT_AGAIN.test(words);
}
