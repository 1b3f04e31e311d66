import { TZDate } from '@date-fns/tz';
import { format } from 'date-fns';
import { jobStates } from '../../jobs/agenda.ts';
import { type Run, withWorkspace } from './context.ts';

/** `genjin jobs`: what Agenda runs, when each last ran, for how long, when it is next due, and what went wrong. */
export const listJobs: Run<{ json?: boolean }> = (context, { json }) =>
  withWorkspace(context, async ({ storage, playbooks }) => {
    const states = await jobStates(storage.connection);
    const { terminal } = context;
    if (json) terminal.out(JSON.stringify(states, null, 2));
    else if (!states.length) terminal.out('还没有任务：机器人还没有启动过');
    else {
      const { timeZone } = (await playbooks.current()).playbook.calendar;
      const time = (at?: Date) => (at ? format(new TZDate(at, timeZone), 'MM-dd HH:mm:ss') : '–');
      for (const { name, lastRunAt, lastFinishedAt, nextRunAt, failedAt, failReason } of states) {
        const took = lastRunAt && lastFinishedAt ? `${Math.max(0, +lastFinishedAt - +lastRunAt)} 毫秒` : '–';
        terminal.out(`${name}  上次 ${time(lastRunAt)}  用时 ${took}  下次 ${time(nextRunAt)}`);
        if (failedAt) terminal.out(`  失败 ${time(failedAt)}：${failReason ?? ''}`);
      }
    }
    return 0;
  });
