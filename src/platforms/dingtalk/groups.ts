import { z } from 'zod';
import type { Announcement, GroupSender, Limits } from '../platform.ts';
import type { DingtalkApi } from './api.ts';
import { renderPlain } from './cards/plain.ts';
import { toSendError } from './send-error.ts';

export interface DingtalkGroupsDeps {
  api: Pick<DingtalkApi, 'call'>;
  robotCode: string;
  /** openConversationId by the names the playbook uses. */
  groups: Readonly<Record<string, string>>;
}

/** Announcements by the app's robot in groups it was added to; each costs a call. */
export class DingtalkGroupSender implements GroupSender {
  readonly limits: Limits = { perPersonMinute: 15, perPersonHour: 200 };
  private readonly deps: DingtalkGroupsDeps;

  constructor(deps: DingtalkGroupsDeps) {
    this.deps = deps;
  }

  knows(group: string): boolean {
    return Object.hasOwn(this.deps.groups, group);
  }

  async announce({ group, card }: Announcement): Promise<void> {
    const { api, robotCode, groups } = this.deps;
    const openConversationId = groups[group] ?? '';
    try {
      for (const { msgKey, msgParam } of renderPlain(card)) {
        const body = { robotCode, openConversationId, msgKey, msgParam: JSON.stringify(msgParam) };
        await api.call('POST', '/v1.0/robot/groupMessages/send', body, z.unknown());
      }
    } catch (error) {
      throw toSendError(error);
    }
  }
}
