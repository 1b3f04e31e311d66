/** What a note says of something it mentions: that it was, was not, is still to come, or is only asked about. */
import { clauseAfter, clauseBefore, type Stretch } from './prepared-text.ts';

const NEGATOR =
  '还没有?|从没|没有?|尚未|暂未|未(?!来)|不用|不需要?|无需|不必|不要|不算|不是|(?<![特区级差个分识告])别(?![家的人处])|甭|不(?![断过仅但止光错久少同得足])';
const FILLER =
  '太|很|怎么|再|给|去|做|正式|时间|机会|办法|来得及|急着|着急|说|嫌|提|谈|觉得|认为|有|过|他们?|她|我们|客户|进行|安排|成|敢|想|打算|准备|先|真|到|等|对比|比较|用|选|他';
const NEGATED_BEFORE = new RegExp(`((?:${NEGATOR})(?:${FILLER}){0,3})((?:${NEGATOR})(?:${FILLER}){0,2})?$`);
/** 没嫌药贵. */
const NOT_SAID = /(?:没有?|不)(?:嫌|说|觉得|认为|抱怨)[\p{Script=Han}]{1,3}$/u;
const NEGATOR_AND_SPACE = /(?:还没有?|没有?|尚未|暂未|未|不) $/;
const NEGATED_AFTER =
  /^(?:单|表|的事)?(?:[到出过]?了?(?:吗|没有?)[?？]|了没)?\s?(?:还|也|都|一直|暂时)?(?:没有?|未|没能)(?:来得及|法)?(?:做|给|出|发|报|谈|提|寄|送|弄|写|打|开始|完成|安排|约|有)?(?:成|好|完|出来|上)?(?=$|[\s,，。;；!！?？]|呢)/;
const NO_PROBLEM = /^(?:方面|上|这块)?(?:也|都)?(?:(?:没有?|不是|不成)(?:什么|啥)?问题|够用|都?满足)/;
const ASKED = /(?:有没有|是否|是不是|要不要|能不能|会不会)$/;

const DONE_BEFORE = /(?:已经?|刚刚?|才|做了|做完|完成|昨天|前天|上次)[^\s,，。]{0,3}$/;
const DONE_AFTER =
  /^(?:单)?(?:过(?![去来两几])|了|完|好了|成功|结束|做完|很?满意|反馈|效果|通过|收到|后|中|的|做了)/;
const STILL_TO_COME =
  /(?<![主重必只])(?:要|需|想|准备|打算|计划|等|要求|约(?:了|好)?|请|让|希望|安排|再|先|下次|二次|催|带|待|稍后|晚[点些]|随后|回头|一会|免费|申请|咨询)[^了过\s]{0,6}$/;
/** 可以报价了, 同意试用. */
const ABOUT_TO = /(?:可以|该|快|马上|同意|答应|允许|准备|打算|(?<![主重必只需])要)$/;
const MOVED_AFTER = /^(?:会)?(?:安排|改到|定在|推迟|约在|延期|时间|取消|改期|再[压降低])/;
/** 报价单还在做, 合同正在走, 方案没弄出来: a state on the way to the deed. */
const IN_THE_MAKING =
  /^(?:单|书|表|的事|这块|那边)?(?:我们?|公司|技术|还|正|都|也){0,3}(?:在(?:做|写|弄|赶|准备|改|出|算|核|排|拟|走|审|画|搞)|没(?:做|写|弄|搞|赶|准备|拟|算|核)(?:好|完|出来)?|(?:做|写|弄|搞)着呢)/;
/** 催报价催了两回，我这边还没弄出来: the next clause denies it. */
const STILL_OWED =
  /^[^,，。;；]{0,6}?(?:还|都|一直)?没(?:来得及)?(?:弄|做|写|搞|给|出|算|发|报|准备|动|整)(?:好|完|出来|成|呢|$|[,，。;；\s])/;
/** Nobody was there: 徐芳没在, 门卫不让进, 秘书说出差了. */
const NOBODY_THERE =
  /(?:没在|不在(?!乎|意|话)|没见[到着]|没碰[到上着]|没遇[到上]|没找[到着]|没看[到见]人|见不[到着]|都?没人|扑了?个?空|白跑|不让进|没让进|没进去|进不去|锁着?门|没开门|关着门|出差(?:了|去)|休假|开会去了|闭门羹)/;
/** Somebody else was: 跟护士长聊了, 李敏主任接待的. */
const SOMEBODY_THERE =
  /(?:接待|聊了|见到了?(?!.{0,2}没)|谈了|跟[^,，。;；\s]{1,8}(?:聊|谈|说|碰|坐)|只有.{1,10}在)/;
/** 报价阶段 is no 报价. */
const MERE_TOPIC = /^(?:阶段|流程|计划|方式|要求|模板|格式|周期|有效期|多少|怎么|几|协议|申请|确认书)/;
/** 报价单看都没看, 报价都没打开. */
const UNREAD =
  /^(?:单|表|书|函)?(?:他们?|她|客户|对方|主任|老板)?(?:连?看)?(?:都|也|还|压根|根本|一眼)*(?:没|不|未)(?:有|曾|怎么|仔细|细)?(?:看|打开|翻|瞧|瞅)/;
/** What 没接电话 and 没人理 say when the customer complains of us: 售后电话没人接. */
const OUR_SERVICE =
  /(?:售后|客服|维修|报修|服务|厂家|400|你们|咱们|我们的?)[^,，。;；]{0,8}$|(?:宕机|故障|坏了|停机|报修)[^。;；]{0,8}$/;
const SENTENCE_END = /[,，。.;；!！?？\n]/;

/** 还没报价, 报价未出, 没说贵, 已经报价了吗？没有. Two negations cancel out. */
export function isNegated(text: string, { start, end }: Stretch): boolean {
  const before = clauseBefore(text, start, 12);
  const direct = NEGATED_BEFORE.exec(before);
  if (direct) return direct[2] === undefined;
  if (NOT_SAID.test(before)) return true;
  if (before === '' && NEGATOR_AND_SPACE.test(text.slice(Math.max(0, start - 4), start))) return true;
  return NEGATED_AFTER.test(text.slice(end, end + 12));
}

/** 价格没问题: right after the word. */
export function isNoProblem(text: string, end: number): boolean {
  return NO_PROBLEM.test(clauseAfter(text, end, 8));
}

/** 报价阶段卡住了 says nothing of a quotation. */
export function isMereTopic(text: string, end: number): boolean {
  return MERE_TOPIC.test(text.slice(end, end + 4));
}

/** 报价单都没看就说贵 speaks of a quotation given earlier; 发了报价单还没看 of one given now. */
export function isUnread(text: string, { start, end }: Stretch): boolean {
  return (
    !/[发给送寄传递交报甩丢塞][了过给]|[发给送寄传递交]/.test(text.slice(start, end)) &&
    UNREAD.test(text.slice(end, end + 10))
  );
}

/** 对手报45万. */
export function isSomeoneElses(text: string, start: number): boolean {
  return /(?:竞品|对手|别家|别人|人家|他们|对方|友商|同行|厂家)(?:才|只|也|是|就)?$/.test(
    clauseBefore(text, start, 6),
  );
}

/** 有没有报价 says neither. */
export function isAsked(text: string, start: number): boolean {
  return ASKED.test(clauseBefore(text, start, 4));
}

/** 技术支持来过了: a state that no longer holds. */
export function isOver(text: string, end: number): boolean {
  return /^(?:都|已经?|也)?(?:来过|到过|解决|搞定|完成|结束|过了|好了)/.test(clauseAfter(text, end, 8));
}

/** 下周三去演示, 客户要报价: not done yet. `datesAhead` are the dates of the note that lie in the future. */
export function isStillToCome(
  text: string,
  mention: Stretch,
  datesAhead: readonly Stretch[],
  sums: readonly Stretch[],
): boolean {
  const { start, end } = mention;
  const after = text.slice(end, end + 8);
  const before = clauseBefore(text, start, 12);
  if (ABOUT_TO.test(before)) return true;
  if (IN_THE_MAKING.test(after)) return true;
  if (/[了已完]|过(?!去|来)/.test(text.slice(start, end))) return false;
  if (DONE_BEFORE.test(before) || DONE_AFTER.test(after)) return false;
  if (MOVED_AFTER.test(after)) return true;
  // A price that is named has been given.
  if (sums.some((sum) => sum.start >= end && sum.start - end <= 3)) return false;
  if (STILL_TO_COME.test(before)) return true;
  return datesAhead.some((date) => date.end <= start && !SENTENCE_END.test(text.slice(date.end, start)));
}

/** 售后电话没人接 is a complaint, no call in vain. */
export function isOurService(text: string, start: number): boolean {
  return OUR_SERVICE.test(text.slice(Math.max(0, start - 14), start));
}

/**
 * 跑了趟柯城，徐芳没在: of the two clauses that follow, or of the one before (没见着沈科，门口等了半小时), one says that
 * nobody was met, and none that somebody was.
 */
export function isDeniedByAbsence(text: string, { start, end }: Stretch): boolean {
  const rest = followingClauses(text, end, 2);
  const own = text.slice(start, end) + rest;
  const before = text
    .slice(0, start)
    .split(/(?<=[,，。;；!！\n])/)
    .slice(-2)
    .join('');
  return (NOBODY_THERE.test(rest) || NOBODY_THERE.test(before)) && !SOMEBODY_THERE.test(own);
}

/** 催了两遍报价了，我这边还没做出来. */
export function isStillOwed(text: string, { end }: Stretch): boolean {
  const [, ...next] = followingClauses(text, end, 2).split(/[,，。;；!！\n]/);
  return next.some((clause) => STILL_OWED.test(clause.trim()));
}

/** The rest of the clause from `at` on and the `count` clauses after it; spaces end no clause here. */
function followingClauses(text: string, at: number, count: number): string {
  const clauses = text.slice(at, at + 60).split(/(?<=[,，。;；!！\n])/);
  return clauses.slice(0, count + 1).join('');
}
