import { z } from 'zod';
import type { MockRequest } from '../mock-http.ts';

export interface MockMember {
  userid: string;
  name: string;
  department?: number[];
  position?: string;
  direct_leader?: string[];
  is_leader_in_dept?: number[];
  /** 1 active, 2 disabled, 4 not activated, 5 left. */
  status?: number;
}

export interface MockDepartment {
  id: number;
  name: string;
  parentid: number;
}

export interface Refusal {
  errcode: number;
  errmsg: string;
}
export type Answer =
  | Refusal
  | { errcode: number; [field: string]: unknown }
  | { file: { name: string; bytes: Uint8Array }; errcode?: never };

const bytes = (max: number) =>
  z
    .string()
    .min(1)
    .refine((text) => Buffer.byteLength(text) <= max);
const entry = (name: number) =>
  z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('click'), name: bytes(name), key: bytes(128) }),
    z.strictObject({ type: z.literal('view'), name: bytes(name), url: z.url().pipe(bytes(1_024)) }),
  ]);
const menu = z.strictObject({
  button: z
    .array(
      z.union([entry(16), z.strictObject({ name: bytes(16), sub_button: z.array(entry(40)).min(1).max(5) })]),
    )
    .min(1)
    .max(3),
});
/** The company's address book, as far as the app may see it, and the app's settings. */
export class MockCompany {
  readonly members = new Map<string, MockMember>();
  readonly departments: MockDepartment[] = [{ id: 1, name: '康联医疗', parentid: 0 }];
  /** Customers by external userid, as `externalcontact/get` answers them. */
  readonly contacts = new Map<string, object>();
  /** Members outside the app's visible range: in the company, and nothing reaches them. */
  readonly invisible = new Set<string>();
  menu: z.output<typeof menu> | undefined;
  /** Whether the app's visible range is the root department; else it is the members one by one. */
  seesAll = true;
  private readonly agentId: number;

  constructor(agentId: number, members: readonly MockMember[]) {
    this.agentId = agentId;
    for (const member of members) this.members.set(member.userid.toLowerCase(), member);
  }

  /** What the menu leads to, the buttons that only open another list left out. */
  menuEntries() {
    return (this.menu?.button ?? []).flatMap((one) => ('sub_button' in one ? one.sub_button : [one]));
  }

  answer(request: MockRequest): Answer {
    const { query } = request;
    switch (request.call) {
      case 'agent/get':
        return this.about(request);
      case 'menu/create':
        return this.createMenu(request);
      case 'department/simplelist':
        return { ...ok(), department_id: this.below(Number(query.get('id'))) };
      case 'department/get':
        return this.department(Number(query.get('id')));
      case 'user/list':
        return this.inDepartment(Number(query.get('department_id')));
      case 'externalcontact/get': {
        const contact = this.contacts.get(query.get('external_userid') ?? '');
        return contact ? { ...ok(), ...contact } : no(84061, 'not external contact');
      }
      case 'user/get':
        return this.user(query.get('userid') ?? '');
      default:
        return no(40058, `unknown call ${request.call}`);
    }
  }

  private about({ query }: MockRequest): Answer {
    if (query.get('agentid') !== String(this.agentId)) return no(301002, 'agentid');
    const alone = [...this.members.values()].filter(({ department }) => !this.seesAll || !department);
    const user = alone.map(({ userid }) => ({ userid }));
    const partyid = this.seesAll ? [1] : [];
    const app = { agentid: this.agentId, name: '跟进助手', close: 0 };
    return { ...ok(), ...app, allow_userinfos: { user }, allow_partys: { partyid } };
  }

  private createMenu({ query, body }: MockRequest): Answer {
    if (query.get('agentid') !== String(this.agentId)) return no(301002, 'agentid');
    const parsed = menu.safeParse(body);
    if (!parsed.success) return no(40058, JSON.stringify(parsed.error.issues[0]));
    this.menu = parsed.data;
    return ok();
  }

  /** A department and all below it. */
  private below(id: number): { id: number; parentid: number }[] {
    const own = this.departments.filter((d) => d.id === id).map(({ id, parentid }) => ({ id, parentid }));
    const children = this.departments.filter((d) => d.parentid === id);
    return [...own, ...children.flatMap((child) => this.below(child.id))];
  }

  private department(id: number): Answer {
    const department = this.departments.find((d) => d.id === id);
    return department ? { ...ok(), department } : no(60003, 'department not found');
  }

  private inDepartment(id: number): Answer {
    if (!this.departments.some((d) => d.id === id)) return no(60011, 'no privilege to access the department');
    const userlist = [...this.members.values()].filter((member) => member.department?.includes(id));
    return { ...ok(), userlist };
  }

  private user(id: string): Answer {
    if (this.invisible.has(id.toLowerCase())) return no(60011, 'no privilege to access/modify');
    const member = this.members.get(id.toLowerCase());
    return member ? { ...ok(), ...member } : no(60111, 'userid not found');
  }
}

export function ok() {
  return { errcode: 0, errmsg: 'ok' };
}

export function no(errcode: number, errmsg: string): Refusal {
  return { errcode, errmsg };
}
