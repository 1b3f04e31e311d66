import { z } from 'zod';
import type { ContactDetails } from '../../core/event.ts';
import type { WecomApi } from './api.ts';
import { WecomError } from './errors.ts';

/** No such relation, no such contact, or one of another kind of caller (path/92114). */
const GONE = new Set([84061, 40096, 40003]);
const UNKNOWN = '未留姓名';

const answer = z.object({
  external_contact: z.object({
    name: z.string().default(''),
    position: z.string().optional(),
    corp_name: z.string().optional(),
    corp_full_name: z.string().optional(),
  }),
  follow_user: z
    .array(
      z.object({
        userid: z.string(),
        remark: z.string().default(''),
        description: z.string().default(''),
        remark_corp_name: z.string().optional(),
        remark_mobiles: z.array(z.string()).default([]),
        tags: z.array(z.object({ tag_name: z.string() })).default([]),
      }),
    )
    .default([]),
});

/**
 * A customer in the words of the member who added them: what the member wrote down comes before what the customer
 * calls themselves.
 * @returns null when the two are no longer connected
 */
export async function readContact(
  api: Pick<WecomApi, 'get'>,
  externalId: string,
  userId: string,
): Promise<ContactDetails | null> {
  try {
    const found = await api.get('externalcontact/get', { external_userid: externalId }, answer);
    const { name, position, corp_full_name, corp_name } = found.external_contact;
    const own = found.follow_user.find(({ userid }) => userid.toLowerCase() === userId);
    return {
      name: own?.remark || name || UNKNOWN,
      company: own?.remark_corp_name || corp_full_name || corp_name || undefined,
      title: position || undefined,
      phone: own?.remark_mobiles[0],
      remark: own?.description || undefined,
      tags: own?.tags.map(({ tag_name }) => tag_name) ?? [],
    };
  } catch (error) {
    if (error instanceof WecomError && GONE.has(error.errcode)) return null;
    throw error;
  }
}
