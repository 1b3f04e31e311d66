/** What a refusal of DingTalk's asks of us. */
export type Remedy =
  /** Fetch a new access token and repeat the call once. */
  | { kind: 'token' }
  /** Soon over by itself. */
  | { kind: 'retry' }
  /** Nothing will be taken for a while; trying before makes it worse. */
  | { kind: 'wait'; ms: number }
  /** The company's month is used up. */
  | { kind: 'quota' }
  /** An administrator of the company has to change something; until then everything waits. */
  | { kind: 'admin'; advice: string }
  /** The card template cannot be used. */
  | { kind: 'template'; advice: string }
  /** This person cannot be reached by this robot. */
  | { kind: 'recipient' }
  /** A card of this id exists: an earlier try went through. */
  | { kind: 'exists' }
  /** Our own mistake, or a text DingTalk does not like: the same request fails again. */
  | { kind: 'bug' };

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const CONSOLE = '开放平台 → 应用';
const PERMISSION = `应用没有这个权限：请在${CONSOLE} → 权限管理 中申请`;
const CREDENTIALS = `DINGTALK_CLIENT_ID 或 DINGTALK_CLIENT_SECRET 不对：请从${CONSOLE} → 凭证与基础信息 重新复制`;
const USED_UP = '本月的接口调用额度已用完（全企业所有应用合计）：到下月 1 日恢复，或购买资源包';
const ROBOT = `机器人没有配置或没有发布：请在${CONSOLE} → 机器人 开启，再到 版本管理与发布 发布版本`;

/** Codes of both API styles, numbers as text; the first pattern that fits counts (reference 5.4). */
const REMEDIES: [code: RegExp, remedy: Remedy][] = [
  [/^(40014|40001|42001|InvalidAuthentication.*)$/, { kind: 'token' }],
  [/^(invalidClientIdOrSecret|authFailed|40089)$/, { kind: 'admin', advice: CREDENTIALS }],
  [/^(90020|.*ApiCountLimitForOrg)$/, { kind: 'quota' }],
  [/^(90018|.*QpsLimitForAppkeyAndApi|.*QpsLimitForApi|90002)$/, { kind: 'wait', ms: SECOND_MS }],
  [/^(.*QpmLimitForAppkeyAndApi|send\.too\.fast|send\.byToken\.tooFast)$/, { kind: 'wait', ms: MINUTE_MS }],
  [/^todo\..*flowControlError$/, { kind: 'wait', ms: MINUTE_MS }],
  // So many entries in somebody's calendar a day.
  [/^flowLimit$/, { kind: 'wait', ms: HOUR_MS }],
  [/^todo\..*(lockError|systemError)$/, { kind: 'retry' }],
  [
    /^(IpNotInWhiteList|60020|.*IpNotInWhiteList)$/,
    { kind: 'admin', advice: `服务器 IP 不在白名单：请在${CONSOLE} → 安全设置 加入` },
  ],
  [/^(.*AccessTokenPermissionDenied|60011|50002|50004)$/, { kind: 'admin', advice: PERMISSION }],
  [
    /^(chatbotId\.notAllow\.sendOTO|resource\.not\.found|template\.stopped|bot\.stopped)$/,
    { kind: 'admin', advice: ROBOT },
  ],
  [
    /^param\.(templateNotExist|templateUnpublished|cardTemplateIdEmpty)$/,
    { kind: 'template', advice: '卡片模板不存在或没有发布：请检查 DINGTALK_CARD_TEMPLATE_ID' },
  ],
  [/^param\.cardAlreadyExist$/, { kind: 'exists' }],
  [/^(33012|60121|staffId\.notExisted|robot\.oto\.notExist|param\.userIdNotExist)$/, { kind: 'recipient' }],
  [
    /^(-1|15|88|isp\..*|system\..*|serviceUnavailable|InternalError|flowControlError|unknownError)$/i,
    { kind: 'retry' },
  ],
  [/^Throttling(\..*)?$/i, { kind: 'wait', ms: 5 * SECOND_MS }],
];

/** DingTalk is away or busy for now. */
const AWAY_MS = 15 * SECOND_MS;
/** What a 429 or 5xx may still mean; every other refusal under such a status says nothing about the request. */
const TRUE_WHEN_AWAY: ReadonlySet<Remedy['kind']> = new Set(['token', 'wait', 'quota', 'exists']);

/** @param status of the HTTP answer: 429 and 5xx are over by themselves whatever code they carry */
export function remedyFor(code: string, status = 400): Remedy {
  const listed = REMEDIES.find(([pattern]) => pattern.test(code))?.[1] ?? { kind: 'bug' };
  const isAway = status === 429 || status >= 500;
  return isAway && !TRUE_WHEN_AWAY.has(listed.kind) ? { kind: 'wait', ms: AWAY_MS } : listed;
}

/** DingTalk answered, and said no. */
export class DingtalkError extends Error {
  readonly code: string;
  readonly remedy: Remedy;
  /** Permissions the call needs, as the console names them. */
  readonly scopes: readonly string[];

  constructor(
    call: string,
    code: string,
    message: string,
    { scopes = [], status }: { scopes?: readonly string[] | undefined; status?: number | undefined } = {},
  ) {
    super(`DingTalk ${call}: ${code} ${message}`);
    this.name = 'DingtalkError';
    this.code = code;
    this.scopes = scopes;
    this.remedy = remedyFor(code, status);
  }

  /** Only a changed setting mends it, and a new start with it. */
  get isWrongSecret(): boolean {
    return this.remedy.kind === 'admin' && this.remedy.advice === CREDENTIALS;
  }
}

/** For a person to act on: what is wrong and where to mend it. */
export function adviceOf(error: DingtalkError): string | undefined {
  const { remedy, scopes } = error;
  if (remedy.kind === 'quota') return USED_UP;
  if (remedy.kind !== 'admin' && remedy.kind !== 'template') return undefined;
  return scopes.length ? `${remedy.advice}：${scopes.join('、')}` : remedy.advice;
}
