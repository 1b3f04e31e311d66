import { z } from 'zod';

const MESSAGE = '写成“群名=地址”，多个用逗号分隔';

/** `销售群=address,交付群=address`: the groups a platform announces to, by the names the playbook uses. */
export const groupList = z
  .string()
  .transform((text) => text.split(',').map((entry) => /^([^=]+)=(.+)$/.exec(entry.trim())))
  .refine((entries) => entries.every((entry) => entry !== null), MESSAGE)
  .transform((entries) =>
    Object.fromEntries(entries.flatMap((entry) => (entry ? [[entry[1]?.trim(), entry[2]?.trim()]] : []))),
  )
  .pipe(z.record(z.string().min(1), z.string().min(1)));
