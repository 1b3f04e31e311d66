import { z } from 'zod';

/** A subscribed event, of which the product only needs to know whom it is about (reference 2.5). */
export interface OrgEvent {
  /** The same on every redelivery. */
  id: string;
  type: string;
  what: 'joined' | 'left' | 'changed' | 'other';
  /** Empty where it is about nobody in particular, such as a department. */
  userIds: string[];
  at: Date;
}

const KINDS: Record<string, OrgEvent['what']> = {
  user_add_org: 'joined',
  user_active_org: 'joined',
  user_modify_org: 'changed',
  user_leave_org: 'left',
  label_user_change: 'changed',
  org_admin_add: 'changed',
  org_admin_remove: 'changed',
};

const ids = z
  .union([z.array(z.string()), z.string().transform((id) => [id])])
  .optional()
  .catch(undefined);
/** Stream writes names small, HTTP capital. */
const body = z.looseObject({ userId: ids, UserId: ids, UserIdList: ids });

export function decodeOrgEvent(event: { id: string; type: string; body: unknown; at: Date }): OrgEvent {
  const { id, type, at } = event;
  const parsed = body.safeParse(event.body).data;
  const userIds = parsed?.userId ?? parsed?.UserId ?? parsed?.UserIdList ?? [];
  const what = Object.hasOwn(KINDS, type) ? (KINDS[type] ?? 'other') : 'other';
  return { id, type, what, userIds: [...new Set(userIds)], at };
}
