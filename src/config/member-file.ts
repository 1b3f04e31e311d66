import { z } from 'zod';
import type { DirectoryMember } from '../domain/people/directory.ts';
import { createReport } from './checks/findings.ts';
import { configError, loadYamlFile } from './yaml-file.ts';

const id = z.string().min(1).max(64);
const memberFile = z.strictObject({
  members: z
    .array(
      z.strictObject({
        userId: id,
        name: z.string().min(1).max(40),
        /** 职务: with the departments it decides the role, by the playbook's `roles`. */
        title: z.string().default(''),
        departments: z.array(z.string().min(1)).default([]),
        manager: id.optional(),
        /** No longer here: hands everything over. */
        left: z.boolean().default(false),
      }),
    )
    .min(1),
});

/**
 * The members of a company whose directory cannot be read (WECOM_MEMBERS). User ids are in lower case.
 * @throws GenjinError `config` with file and line: wrong shape, doubled ids, unknown managers
 */
export function loadMembers(path: string): DirectoryMember[] {
  const { value, source } = loadYamlFile(path, memberFile);
  const report = createReport(source);
  const ids = value.members.map(({ userId }) => userId.toLowerCase());
  for (const [i, { manager }] of value.members.entries()) {
    const at = ['members', i];
    if (ids.indexOf(ids[i] ?? '') < i) report.error([...at, 'userId'], `“${ids[i]}”重复了`);
    if (manager !== undefined) report.refer([...at, 'manager'], '成员', manager.toLowerCase(), ids);
  }
  if (report.errors.length > 0) throw configError(report.errors);
  return value.members.map(({ userId, manager, left, ...member }) => ({
    ...member,
    userId: userId.toLowerCase(),
    managerUserId: manager?.toLowerCase(),
    active: !left,
  }));
}
