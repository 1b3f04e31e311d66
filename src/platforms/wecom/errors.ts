/** What a code of WeCom's (path/90313) asks of us. */
export type Remedy =
  /** Fetch a new access token and repeat the call once. */
  | { kind: 'token' }
  /** Soon over by itself. */
  | { kind: 'retry' }
  /** Nothing will be taken for a while; trying before makes it worse. */
  | { kind: 'wait'; ms: number }
  /** An administrator of the company has to change something; until then everything waits. */
  | { kind: 'admin'; advice: string }
  /** This person cannot be reached by this app. */
  | { kind: 'recipient' }
  /** The schedule or calendar was deleted. */
  | { kind: 'gone' }
  /** What would let the card be changed was used before or came too late: 72 hours for the app, 5 s for the bot. */
  | { kind: 'card-code' }
  /** Our own mistake: the same request fails again. */
  | { kind: 'bug' };

const MINUTE_MS = 60_000;
/** WeCom has forgotten that the bot subscribed on this connection. */
export const NOT_SUBSCRIBED = 846609;

const PERMISSION = '应用没有这个接口的权限：请在管理后台为应用开通，或检查可见范围';

const IP_REFUSED: ReadonlySet<number> = new Set([60020, 301042]);
/** What only a changed setting mends, and a new start with it. */
export const WRONG_CREDENTIALS: ReadonlySet<number> = new Set([40001, 40091, 40013, 40056, 301002]);

const REMEDIES: [codes: number[], remedy: Remedy][] = [
  [[40014, 42001, 41001], { kind: 'token' }],
  [[-1, 6000, 45035], { kind: 'retry' }],
  [[45009], { kind: 'wait', ms: MINUTE_MS }],
  [[45033, 45036], { kind: 'wait', ms: 10_000 }],
  [[40001, 40091], { kind: 'admin', advice: 'WECOM_SECRET 不对：请从管理后台 → 应用 → Secret 重新复制' }],
  [[40013], { kind: 'admin', advice: 'WECOM_CORP_ID 不对：请从管理后台 → 我的企业 → 企业ID 复制' }],
  [[40056, 301002], { kind: 'admin', advice: 'WECOM_AGENT_ID 与 WECOM_SECRET 不是同一个应用的' }],
  [
    [...IP_REFUSED],
    { kind: 'admin', advice: '服务器 IP 不在企业可信IP中：请在管理后台 → 应用 → 企业可信IP 中加入' },
  ],
  [[48001, 48002, 48005, 48006, 48009, 48011], { kind: 'admin', advice: PERMISSION }],
  [[43012], { kind: 'admin', advice: '应用没有设置接收消息的 URL，带按钮的卡片无法发送' }],
  [[50003], { kind: 'admin', advice: '应用已被停用：请在管理后台启用' }],
  [[40201, 40204], { kind: 'admin', advice: '触发了企业微信的反垃圾限制：请联系企业微信客服' }],
  [[701008, 701099], { kind: 'admin', advice: '接口许可帐号不足或失效：请检查许可' }],
  [
    [853000],
    {
      kind: 'admin',
      advice: 'WECOM_BOT_ID 或 WECOM_BOT_SECRET 不对：请从机器人的 API 模式（长连接）重新复制',
    },
  ],
  [[846601], { kind: 'admin', advice: '机器人没有开启长连接：请在机器人的 API 模式中选择“长连接”' }],
  // Over its limit, or the person has never written to the bot: either is over some time.
  [[846607], { kind: 'wait', ms: MINUTE_MS }],
  // The connection is up and the bot's subscription is not: the bot subscribes anew.
  [[NOT_SUBSCRIBED], { kind: 'wait', ms: 5_000 }],
  [[81013, 60111, 60011, 60021, 60030, 60003, 46004, 50002, 40003, 40031, 92000], { kind: 'recipient' }],
  [
    [93000, 93008, 86003, 86008, 40050],
    { kind: 'admin', advice: 'WECOM_GROUPS 里的地址无效：群机器人被移除，或群不是本应用建的' },
  ],
  [[93001, 93004], { kind: 'admin', advice: '群里关闭了消息推送：请群主打开' }],
  [[90459, 90460], { kind: 'gone' }],
  [
    [90466, 90472],
    {
      kind: 'admin',
      advice: '应用没有日程权限：请在管理后台 → 协作 → 日程 → 可调用接口的应用 中加入',
    },
  ],
  [[60140, 42014, 42015, 42016, 846604, 846605, 846606], { kind: 'card-code' }],
];

const BY_CODE = new Map(
  REMEDIES.flatMap(([codes, remedy]) => codes.map((code): [number, Remedy] => [code, remedy])),
);

export function remedyFor(errcode: number): Remedy {
  return BY_CODE.get(errcode) ?? { kind: 'bug' };
}

/** WeCom answered, and said no. Decide on `errcode`; the text changes without notice. */
export class WecomError extends Error {
  readonly errcode: number;
  readonly remedy: Remedy;

  constructor(call: string, errcode: number, errmsg: string) {
    super(`WeCom ${call}: ${errcode} ${errmsg}`);
    this.name = 'WecomError';
    this.errcode = errcode;
    this.remedy = remedyFor(errcode);
  }

  /** The address 60020 complains about. */
  get refusedIp(): string | undefined {
    // WeCom names the caller's address in every refusal.
    if (!IP_REFUSED.has(this.errcode)) return undefined;
    return /from ip: ?([0-9a-f.:]+)/i.exec(this.message)?.[1];
  }
}
