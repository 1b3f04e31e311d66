import { z } from 'zod';
import type { MockRequest } from '../mock-http.ts';
import { type Answer, type MockCompany, no, ok } from './mock-company.ts';

const chars = (max: number) => z.string().refine((text) => [...text].length <= max);
const calendar = z.strictObject({
  calendar: z.strictObject({
    summary: chars(128).min(1),
    color: z.string().regex(/^#[0-9A-F]{6}$/i),
    description: chars(512).optional(),
    shares: z.array(z.strictObject({ userid: z.string(), permission: z.literal([1, 3]) })).max(2_000),
  }),
});
const schedule = z
  .strictObject({
    start_time: z.number().int().positive(),
    end_time: z.number().int().positive(),
    is_whole_day: z.literal([0, 1]),
    attendees: z.array(z.strictObject({ userid: z.string() })).max(1_000),
    summary: chars(128),
    description: chars(1_000),
    cal_id: z.string(),
    reminders: z.strictObject({
      is_remind: z.literal([0, 1]),
      is_repeat: z.literal(0),
      remind_time_diffs: z.array(z.literal([0, -300, -900, -3_600, -86_400])),
      timezone: z.number().int(),
    }),
  })
  .refine(({ start_time, end_time }) => start_time < end_time);
const addition = z.strictObject({ schedule });
const change = z.strictObject({ schedule: schedule.safeExtend({ schedule_id: z.string() }) });
const removal = z.strictObject({ schedule_id: z.string() });
const listing = z.strictObject({
  cal_id: z.string(),
  offset: z.number().int().min(0),
  limit: z.number().int().min(1).max(1_000),
});

type Schedule = z.output<typeof schedule>;

/** The app's calendars and the schedules in them (reference 3.10). */
export class MockCalendar {
  readonly calendars: string[] = [];
  /** The console lists the app among those that may. */
  isAllowed = true;
  readonly schedules = new Map<string, Schedule>();
  private readonly company: MockCompany;
  private serial = 0;

  constructor(company: MockCompany) {
    this.company = company;
  }

  /** What a member sees in their calendar, as `title · begin`, in order. */
  of(userId: string): { title: string; begins: Date }[] {
    return [...this.schedules.values()]
      .filter(({ attendees }) => attendees.some(({ userid }) => userid === userId))
      .map(({ summary: title, start_time }) => ({ title, begins: new Date(start_time * 1_000) }))
      .sort((a, b) => a.begins.getTime() - b.begins.getTime());
  }

  /** Null when it is none of these calls. */
  answer({ call, body }: MockRequest): Answer | null {
    if (call.startsWith('oa/') && !this.isAllowed) return no(90472, 'no permission');
    switch (call) {
      case 'oa/calendar/add':
        return this.answered(calendar, body, () => {
          this.calendars.push(this.next('calendar'));
          return { ...ok(), cal_id: this.calendars.at(-1) };
        });
      case 'oa/schedule/add':
        return this.answered(addition, body, ({ schedule }) => this.put(this.next('schedule'), schedule));
      case 'oa/schedule/update':
        return this.answered(change, body, ({ schedule: { schedule_id, ...schedule } }) =>
          this.schedules.has(schedule_id) ? this.put(schedule_id, schedule) : no(90460, 'no such schedule'),
        );
      case 'oa/schedule/del':
        return this.answered(removal, body, ({ schedule_id }) =>
          this.schedules.delete(schedule_id) ? ok() : no(90460, 'no such schedule'),
        );
      case 'oa/schedule/get_by_calendar':
        return this.answered(listing, body, ({ cal_id, offset, limit }) => {
          if (!this.calendars.includes(cal_id)) return no(90459, 'no such calendar');
          const all = [...this.schedules].filter(([, one]) => one.cal_id === cal_id);
          const schedule_list = all.map(([schedule_id, one]) => ({ schedule_id, status: 0, ...one }));
          return { ...ok(), schedule_list: schedule_list.slice(offset, offset + limit) };
        });
      default:
        return null;
    }
  }

  private put(id: string, given: Schedule): Answer {
    if (!this.calendars.includes(given.cal_id)) return no(90459, 'no such calendar');
    const known = given.attendees.every(({ userid }) => this.company.members.has(userid.toLowerCase()));
    if (!known) return no(60111, 'userid not found');
    this.schedules.set(id, given);
    return { ...ok(), schedule_id: id };
  }

  private answered<T extends z.ZodType>(
    schema: T,
    body: unknown,
    run: (given: z.output<T>) => Answer,
  ): Answer {
    const parsed = schema.safeParse(body);
    return parsed.success ? run(parsed.data) : no(40058, JSON.stringify(parsed.error.issues[0]));
  }

  private next(what: string): string {
    return `${what}-${++this.serial}`;
  }
}
