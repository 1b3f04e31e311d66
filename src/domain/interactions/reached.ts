/**
 * What counts as a contact with the customer: the one definition, stored on each record.
 *
 * `yes`: something recognised took place with the customer (an action, an objection, a sum, an appointment, words of
 * theirs), said by the lead's owner. `attempt`: tried in vain (没接, 空号, 不在). `no`: a plan, a denial, a question,
 * small talk, a command, and whatever a colleague of the owner says.
 */
import type { Clause, ParsedNote } from '../note/types.ts';
import { type Answered, answeredByOthers, saysWhoIsAway } from './answered.ts';

export type Reached = 'yes' | 'attempt' | 'no';

/** What of a parsed note decides it. */
export type SaidOfContact = Pick<ParsedNote, 'clauses' | 'objections' | 'amount' | 'outcome'>;

/** The customer's side speaks: 主任说, 对方要求, 老板答应. */
const HEARD =
  /(?:主任|院长|科长|处长|部长|厂长|店长|董事长|所长|老师|护士长|医生|大夫|老板娘?|老总|经理|总监|[\p{Script=Han}](?:总|工|科|院|董|局)|客户|对方|采购|技术部|领导|[他她]们?|科室|院[里方]|厂[里方])(?:那边|这边|们)?[^,，。;；\s]{0,4}(?:说|问|讲|提出|表示|要求|答应|同意|觉得|认为|嫌|担心|希望|反馈|答复|回复|回[了电微]|来电|点头|约我|催|想要|让(?:我|你们|报|发|先|等|再|下|改|去|对接|便宜)|要(?:.{0,3}比|.{0,4}(?:资料|参数|案例|方案)|我们|样|比|看|等|报价|考虑|求|降|优惠|便宜)|接受|不(?:太|想|同意|需要)|选了|定了|换了|反对|拒绝)/u;
/** The customer's side speaks without being named again: 说先放一放, 让下午再打, 要看三家. */
const HEARD_AGAIN =
  /^(?:说|让(?!.{0,3}(?:老板|他|前台|秘书|同事|店员|护士|助理|门卫|店里))|要求|答应|同意|表示|嫌|觉得|担心|怕|顾虑|评价|(?:能不能|可不可以)?(?:再|还)?(?:优惠|便宜|降价|打折)|要(?:看|比|工程师|技术|售后|研发)|不需要|没兴趣|意向|挺?满意|反馈)/;
/** Behind something else said of the customer only: by itself 要参数 may be a wish to the bot. */
const WANTED = /^(?:要|想要|需要|问|催)/;
/** 打通了, 见着了, 微信回了, 聊了半小时. */
const MET =
  /(?:打|接|联系)通了|通过?话了?|电话通了|联系上了|联系到了|(?:聊|谈|见|碰|联系|面谈|通|吃|对|喝|陪|讲|教|催|收|送|留|寄|交|给|加|回|测|跑|试|装|签|做|办|落地|订|进|用|看|巡|走访|参观|考察|付|演示|讲解)(?:了|过|好|完|齐|上了)(?![来去]|没有?)|(?:发|送|给|寄|递|交)[^,，。\s]{1,6}了$|见[到着]|(?:^|[^没未])接(?:了|的)|聊上|碰了?个?面|刚挂电话|接到.{0,6}电话|回(?:微信|电话?|消息)了|(?:微信|电话|短信).{0,2}回了|(?:发|送|给|寄|递|交|报)(?:给|过去|去|上去|出去|到|了)|送到|被[\p{Script=Han}]{1,6}抢|^已经?(?!联系|触达|知|读|阅|收到$)[\p{Script=Han}]{2}/u;
/** An appointment made with somebody: 约好, 说好, 定在. */
const AGREED = /约(?:好|定|了(?!去)|在|我)|(?:说|讲|谈|商量|定)好|定(?:在|到|于)|改到|改约/;
const IN_VAIN =
  /没(?:有)?人?接(?![触受待到])|未接|不接(?!受)|[没未]接[通上]|没打通(?!知)|打不[通进]|没通$|没(?:能)?(?:通|说|讲|搭|聊|谈|打)(?:上|成|过)?话?(?:上|成)(?!几|两|一)|没(?:通|说|讲|搭)[上成过]话|[没未]联系[上到]|联系不[上到]|[没无]人(?:应|接|听)|空号|停机|(?<!样|开)关机|占线|忙[线音]|正在通话|通话中|不在服务区|无法接通|(?<![现存内正好实])不在(?![意乎考预计范])|没在(?!意)|扑(?:了?个?)?空|[没未](?:见|找|碰|遇|等)(?:[到着上]|(?=[到着]?人))(?!效)|白(?:跑|去)|人.{0,3}走了|找不[着到]人|没人$|没开门|关着?门|锁着?门|门锁|[不没]让进|没进去|[不没]给?转(?:接|$)|没转[到成]|(?:微信|好友|企微|加[了过我他她]?|添加|申请).{0,8}(?:[没未](?:有|给|被)?(?:通过|同意|加上|加我|理|批|反应)|等(?:着|待)?(?:他|她|对方|客户)?(?:通过|同意|验证)|被拒|没验证|不通过|不同意)|语音信箱|转语音|挂断|秒挂|按掉|挂了我|拒接|号码.{0,3}(?:错|不对|不存在|过期|停用|空)|门没开|休假|外出|出差了|打错|不是本人|不是[他她](?:本人)?接|[没未不]回(?![来去])/;
const ASKS =
  /[?？]\s*$|怎么|怎样|如何|咋|什么|啥|哪|谁|多少|多久|多大|多长时间|几(?:点|个|家|条|折|楼|台|号|天|成|单|笔)|有没有|是不是|能不能|可不可以|要不要|该不该|来着|[吗么呢]\s*$|(?<!^)还是/;
/** Even about words of the customer: 客户嫌贵怎么回. */
const ADVICE = /(?:怎么|如何|咋|该).{0,3}(?:回|办|应对|说|接话|处理|答|讲|谈|搞|弄|破|解|比较好)|话术/;
/** 帮我查, 生成报价, 申请样机: told to the bot, not to have been done. */
const TOLD_TO_BOT =
  /发我(?:看|一|吧|$)|^(?:帮|给我|发我|发一份|把.{1,10}发我|申请|申领|生成|查|搜|导出|打开|打印|派|开(?![了过完标始])|建|新[建增]|预约|启动|停止|标记|打标签|加标签|转商机|升级|退回|推进|进入|阶段|提交|总结|统计|类似|看(?![了过完])|催单|改(?:地址|话术|为)|规则|需求池|锦囊)/;
/** 报价单模板, 对账单: names of things. */
/** 吃了饭 with nobody named is small talk. */
const SMALL_TALK =
  /^(?:我?[刚才正]|今天?|中午|早上|晚上)?(?:吃|喝|睡|开)[了完过]?(?:饭|午饭|早饭|晚饭|会|水|觉)了?$/;
const NAME_OF_THING =
  /(?:单|表|模板|清单|申请|物料|政策|流程|报告|方案|案例|画像|目录|排期|日程|库存|资料|链接|课件|手册|政策)$/;
const DONE = /[了已]|完(?!饭)|过(?![来去会两几节年])|好了|成功/;
const AHEAD =
  /^(?:今[天晚]?|这[两几]天|本?周)?(?:明|后[天日]|明后|下(?:个?月|周|礼拜|星期|午|次|回)|今晚|晚[点上些]|待会|稍后|随后|这就|等[会下]|一会|过(?:两|几|完|会|一会)|回头|改天|[周礼](?:拜)?[一二三四五六日末天]|星期|[这本]周内?|月[底初中]|年[底前后]|准备|打算|计划|争取|想|要(?:去|给|尽快|上门|把|请)|先|再|本来|尽快|开完|忙完|等(?:会|下|.{0,8}(?:回来|再|完))|约个|周末)/;
const WENT =
  /(?<![回出])[去跑]了|上门|[去到].{0,6}(?:店|厂|科|医院|门口|现场|公司)|没开门|关着?门|锁着?门|门锁|不让进|扑了?个?空|没见|门卫|保安/;
/** 首单还没下, 演示还没做. */
const NOT_YET = /还没有?/;
/** It was talked about, without success. */
const FELL_THROUGH = /没谈[拢成妥好]/;
/** 准备讲一课, 开完会就打给他: ours to do, whoever is named in it. */
const OURS_TO_DO = /^(?:准备|打算|计划|争取|回头|改天|本来)|(?:完|后|回来|好)[^,，。;；]{0,4}(?:就|再|才)/;
/** 等院长拍板: how things stand with the customer. */
const WAITS_FOR =
  /^还?在?等(?![会下我空]).{1,8}(?:定|批|拍板|决策|讨论|通知|结果|回复|答复|消息|签字|上会|开会|商量|研究)/;
/** 给王工回电: the one it is done to says nothing. */
const DONE_TO = /[给向对跟][^,，。;；\s]{1,6}?(?=[回打去发报讲做])/g;
/** 没做, 忘了, 做不了: it did not happen. 没谈拢 did. */
const NOT_DONE =
  /(?:[没未](?:有|来得及|能|空|顾上|时间)?|忘了?|不想|懒得)(?:(?:给|跟|和|把|让|找)[^,，。\s]{1,5}?|再|去|上|人)?(?:做|办|去|打|发|寄|送|报|出|见|跑|铺|问|带|催|收|拿|签|约|联系|碰|动|跟|拜访|巡|培训|试|装|加|买|对|整|写|演示|报价|谈(?![拢成妥]))|做不了|办不成|没成|[办做打去跑]成$|没法|没空|没顾|太忙|忘了/;
/** 报价单还在做, 方案卡在技术那边: our own work is not finished. */
const UNFINISHED =
  /(?:报价|方案|合同|资料|标书|样机|参数|图纸).{0,4}(?:还?在(?:法务|财务|总部|领导|做|印|写|改|弄|准备|走|审|批|算)|卡在|压着|没(?:批|过|走完|到|好|拿)|算不)/;
/** Said of a bare word: 嫌贵 is the customer's, 退货 may be a command. */
const COMPLAINT = /[嫌贵怕没不太高慢难]/;
/** A line of so few characters that names a deed may as well be a command: 报价, 补货. */
const BARE = 2;
/** Going or ringing alone; whether anybody was met, the next words say. */
const ON_THE_WAY = /[打拨去跑到走赶约接]|上门|拜访/;

/** 发了好友申请，还没通过: in one clause or two, asked to be added and not answered. */
const ASKED_TO_BE_ADDED =
  /(?:好友|微信|企微|名片).{0,4}(?:申请|请求|验证)|(?:申请|请求).{0,6}(?:好友|微信|企微)|(?:加|添加)(?:了|过)?(?:个|一下)?[^,，。;；\s]{0,6}(?:微信|好友|企微)|(?:微信|企微).{0,3}加(?:了|过)|申请加/;
const NOT_ADDED =
  /^(?:但是?|可是?|不过|只是)?(?:他|她|对方|客户|人家|[\p{Script=Han}]{0,3}[总工主任经理]{1,2})?(?:那边)?(?:一直|到现在|目前|现在|暂时|也|都|还){0,3}(?:[没未](?:有)?(?:给|被)?(?:通过|同意|加上|加我|理我?|反应|动静|验证|批)|不(?:通过|同意|加)|等(?:着|待)?(?:他|她|对方|客户)?(?:通过|同意|验证)|被拒)/u;
/** 申请了加好友 alone: nobody has answered. */
const ONLY_ASKED = /(?:好友|微信|企微).{0,4}(?:申请|请求)|申请.{0,4}(?:加|好友|微信)/;
const ADDED = /(?<![没未不]|没有)(?:通过了|已通过|同意了|加上了)|聊|回/;

/** What the words say, if the lead's owner says them; anybody else's are a remark. */
export function reachedIn(text: string, said: SaidOfContact): Reached {
  const clauses = said.clauses.map((clause) => ({
    clause,
    words: wordsIn(text, clause.span),
  }));
  const [first] = clauses;
  const isCommand = first !== undefined && TOLD_TO_BOT.test(first.words) && !DONE.test(first.words);
  const isBare = clauses.length === 1 && (first?.words.length ?? 0) <= BARE;
  const plain: Reached = isCommand || isBare ? 'no' : 'yes';
  const answered = answeredByOthers(clauses.map(({ words }) => words));
  const judged: { words: string; reached: Reached; answered: Answered }[] = [];
  for (const [i, { words, clause }] of clauses.entries()) {
    const unanswered = isUnansweredRequest(words, clauses[i - 1]?.words, clauses[i + 1]?.words);
    const around = { after: saidBefore(judged), plain, answered: answered[i], unanswered };
    judged.push({
      words,
      reached: reachedByClause(words, clause, said, around),
      answered: answered[i],
    });
  }
  const counts = judged.some(
    ({ words, reached }, i) =>
      reached === 'yes' &&
      !(judged[i + 1]?.reached === 'attempt' && isJourney(words, judged[i + 1]?.answered)),
  );
  if (counts) return 'yes';
  return judged.some(({ reached }) => reached === 'attempt') ? 'attempt' : 'no';
}

/** A plan or a denial (明天再联系, 今天太忙没打): no contact, yet worth keeping; a question or a command is not. */
export function saysOfOwnWork(text: string, { clauses }: Pick<SaidOfContact, 'clauses'>): boolean {
  const lines = clauses.map(({ kind, span }) => ({ kind, words: wordsIn(text, span) }));
  if (lines.some(({ kind, words }) => kind === 'question' || isAsking(words))) return false;
  return lines.some(
    ({ kind, words }) =>
      kind === 'plan' ||
      kind === 'denial' ||
      NOT_DONE.test(words) ||
      UNFINISHED.test(words) ||
      AHEAD.test(words),
  );
}

/** A question, or a command the bot does not know: nothing to record, nothing to pass on. */
export function isAskedOfBot(text: string): boolean {
  const words = text.normalize('NFKC').toLowerCase().trim();
  return words.split(/[,，。;；!！\n]/).some((clause) => isAsking(clause.trim()));
}

/** 没回, 还没答复: the customer did not speak. */
const SILENT = /[没未](?:有)?[^,，。;；\s]{0,3}(?:回|答|说|反馈|表示|来|点头|动静|消息|音)|不回|无回音/;

/** Words of the customer's side: they spoke, whoever called whom. 王主任没回微信 is none. */
export function customerSpeaks(text: string): boolean {
  const clauses = text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[,，。;；!！\n]/);
  return clauses.some((clause) => {
    const words = clause.trim();
    return !SILENT.test(words) && (isHeard(words) || WAITS_FOR.test(words));
  });
}

/** Of an attempt: somebody went there, and did not only ring. */
export function wentThere(text: string): boolean {
  return WENT.test(text);
}

function wordsIn(text: string, span: Clause['span']): string {
  return text
    .slice(...span)
    .normalize('NFKC')
    .toLowerCase()
    .trim();
}

function isAsking(words: string): boolean {
  return ASKS.test(words) || ADVICE.test(words) || (TOLD_TO_BOT.test(words) && !DONE.test(words));
}

/** What the clauses so far come to; in vain stays in vain over what says neither. A deputy's own words count. */
function saidBefore(judged: readonly { reached: Reached; answered: Answered }[]): Reached | undefined {
  const last = judged.findLast(({ reached }) => reached !== 'no') ?? judged.at(-1);
  return last?.answered === 'deputy' ? 'yes' : last?.reached;
}

/**
 * `after`: what the clauses before it say. `plain`: what a deed that is only named, not said to be done, amounts to.
 * `answered`: who else was on the phone.
 */
function reachedByClause(
  words: string,
  clause: Clause,
  said: SaidOfContact,
  {
    after,
    plain,
    answered,
    unanswered,
  }: { after: Reached | undefined; plain: Reached; answered: Answered; unanswered: boolean },
): Reached {
  const done = DONE.test(words);
  if (unanswered) return 'attempt';
  if (ADVICE.test(words) || SMALL_TALK.test(words) || (TOLD_TO_BOT.test(words) && !done)) return 'no';
  if (IN_VAIN.test(words)) return 'attempt';
  if (after !== 'yes' && saysWhoIsAway(words)) return 'attempt';
  if (answered) return clause.kind === 'question' || ASKS.test(words) || AHEAD.test(words) ? 'no' : 'attempt';
  if (OURS_TO_DO.test(words) && !WAITS_FOR.test(words)) return 'no';
  const again =
    after !== 'attempt' && (HEARD_AGAIN.test(words) || (after !== undefined && WANTED.test(words)));
  const heard = isHeard(words) || again || WAITS_FOR.test(words);
  if (clause.kind === 'question' || ASKS.test(words))
    return heard && !/[?？吗呢]\s*$/.test(words) ? 'yes' : 'no';
  if (heard || AGREED.test(words)) return 'yes';
  if (clause.kind === 'attempt') return 'attempt';
  if (
    clause.kind === 'past-mention' ||
    (clause.kind === 'denial' && !FELL_THROUGH.test(words)) ||
    NOT_YET.test(words) ||
    NOT_DONE.test(words) ||
    UNFINISHED.test(words)
  )
    return 'no';
  if (AHEAD.test(words) && !done) return 'no';
  if (MET.test(words)) return 'yes';
  const isThing = NAME_OF_THING.test(words) && !done;
  if (saysOfCustomer(clause, said) && after !== 'attempt')
    return isThing || (plain === 'no' && !COMPLAINT.test(words)) ? 'no' : 'yes';
  if (clause.kind !== 'deed' && clause.kind !== 'state') return 'no';
  if (done) return 'yes';
  return isThing ? 'no' : plain;
}

/** Asked to be added on WeChat, and not (yet) accepted; the clause that asks and the one that says so. */
function isUnansweredRequest(words: string, before = '', after = ''): boolean {
  if (NOT_ADDED.test(words) && ASKED_TO_BE_ADDED.test(before)) return true;
  if (!ASKED_TO_BE_ADDED.test(words) || !DONE.test(words)) return false;
  return NOT_ADDED.test(after) || (ONLY_ASKED.test(words) && !ADDED.test(`${words},${after}`));
}

/** Somebody of the customer's speaks; 院长和主任谁说了算 is asked, and 老板那边还没问 is ours to do. */
function isHeard(words: string): boolean {
  const [heard = ''] = HEARD.exec(words.replace(DONE_TO, '')) ?? [];
  return heard !== '' && !ASKS.test(heard) && !NOT_YET.test(heard);
}

/** 去了趟设备科，人不在: what was done is the going there; 电话通了，是他爸: the ringing. */
function isJourney(words: string, answered: Answered): boolean {
  return (
    (ON_THE_WAY.test(words) || (answered !== undefined && /通了$/.test(words))) &&
    !/见[了到着]|[聊谈说碰]/.test(words)
  );
}

/** An objection, a price, the end of the deal: what only a contact brings. A budget is a fact about the customer. */
function saysOfCustomer(
  { span: [start, end] }: Clause,
  { objections, amount, outcome }: SaidOfContact,
): boolean {
  const inside = (found: { span: readonly [number, number] } | undefined) =>
    found !== undefined && found.span[0] < end && start < found.span[1];
  return objections.some((found) => !found.negated && inside(found)) || inside(amount) || inside(outcome);
}
