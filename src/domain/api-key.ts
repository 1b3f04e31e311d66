import type { LeadSource } from './leads/sources.ts';

/** What the holder of a key may do. Everything but `submit` is for the company itself. */
export const SCOPES = ['submit', 'read', 'figures', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

export const SCOPE_LABELS: Record<Scope, string> = {
  submit: '提交线索，查看自己提交的线索进展',
  read: '读取全部线索，含联系方式和过程',
  figures: '读取报表数字，不含客户资料',
  admin: '以上全部，以及审计记录',
};

/** Who calls, as far as the key tells. */
export interface ApiCaller {
  /** In audit lines as `api:<name>`. */
  name: string;
  scopes: readonly Scope[];
  /** Leads submitted with it come from there, and from nowhere else. */
  source?: LeadSource | undefined;
  /** Requests a minute. */
  perMinute: number;
}

/** A busy call centre or a website at a fair. */
export const USUAL_PER_MINUTE = 6_000;

export function mayDo(caller: Pick<ApiCaller, 'scopes'>, scope: Scope): boolean {
  return caller.scopes.includes(scope) || caller.scopes.includes('admin');
}
