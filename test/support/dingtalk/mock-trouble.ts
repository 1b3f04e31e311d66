import { type Answer, no, ok } from './mock-robot.ts';

/** What may go wrong with a call, a number of times. */
export type Trouble =
  | { refuse: string; status?: number; errcode?: number; scopes?: string[] }
  /** The call takes effect, and the connection breaks before the answer. */
  | 'lost-answer'
  /** The connection breaks before anything happened. */
  | 'lost-request'
  /** An answer of a proxy, not of DingTalk. */
  | 'gateway'
  /** A 200 that reached nobody. */
  | 'hidden';

export class Troubles {
  private readonly waiting: { call: string; trouble: Trouble; times: number }[] = [];

  /** The next `times` calls of this path go wrong. */
  add(call: string, trouble: Trouble, times: number): void {
    this.waiting.push({ call, trouble, times });
  }

  /** Takes one, if there is any for this call. */
  take(call: string): Trouble | undefined {
    const found = this.waiting.find((one) => one.call === call && one.times > 0);
    if (found) found.times--;
    return found?.trouble;
  }
}

export function refusalOf({ refuse, status = 400, errcode, scopes }: Exclude<Trouble, string>): Answer {
  if (scopes) {
    const accessdenieddetail = { requiredScopes: scopes };
    return { status, body: { code: refuse, message: 'no', requestid: 'request-1', accessdenieddetail } };
  }
  return errcode === undefined ? no(refuse, 'no', status) : ok({ errcode, errmsg: refuse });
}

/** Success, and nobody was reached. */
export function hidden(body: unknown): Answer {
  const { userIds = [] } = body as { userIds?: string[] };
  return ok({ processQueryKey: 'query-0', invalidStaffIdList: [], flowControlledStaffIdList: userIds });
}
