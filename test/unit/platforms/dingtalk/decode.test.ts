import { describe, expect, it } from 'vitest';
import { decodeCardClick } from '../../../../src/platforms/dingtalk/card-click.ts';
import { remedyFor } from '../../../../src/platforms/dingtalk/errors.ts';
import { messageEvents } from '../../../../src/platforms/dingtalk/inbound-event.ts';
import { decodeOrgEvent } from '../../../../src/platforms/dingtalk/org-event.ts';
import { decodeRobotMessage } from '../../../../src/platforms/dingtalk/robot-message.ts';

const COMMON = {
  msgId: 'msgA==',
  conversationType: '1',
  conversationId: 'cid==',
  senderStaffId: 'zhang',
  createAt: 1_763_865_120_000,
};
const events = (body: object) => {
  const message = decodeRobotMessage({ ...COMMON, ...body });
  return message ? messageEvents(message, message.userId ?? '') : null;
};
const text = (content: string) => ({ kind: 'message', payload: { text: content } });
const file = (name: string, mediaType: string, remote: string) => ({
  kind: 'file',
  payload: { name, mediaType, size: 0, fileId: '', remote },
});

describe('messages to the robot', () => {
  it.each<[string, object, object[]]>([
    ['text', { msgtype: 'text', text: { content: ' 接单 L1001 ' } }, [text('接单 L1001')]],
    [
      'a link’s text whose spaces stayed pluses',
      { msgtype: 'text', text: { content: '接单+L1001' } },
      [text('接单 L1001')],
    ],
    [
      'a plus that is a plus',
      { msgtype: 'text', text: { content: '王主任+李主任都在' } },
      [text('王主任+李主任都在')],
    ],
    [
      'a picture',
      { msgtype: 'picture', content: { downloadCode: 'c1' } },
      [file('图片.jpg', 'image/jpeg', 'c1')],
    ],
    [
      'a file',
      { msgtype: 'file', content: { downloadCode: 'c2', fileName: '名单.xlsx', spaceId: '1', fileId: '2' } },
      [file('名单.xlsx', 'application/octet-stream', 'c2')],
    ],
    [
      'speech that was understood',
      { msgtype: 'audio', content: { duration: 4000, downloadCode: 'c3', recognition: '王主任已报价' } },
      [text('王主任已报价')],
    ],
    [
      'speech that was not',
      { msgtype: 'audio', content: { duration: 4000, downloadCode: 'c3', recognition: '' } },
      [file('语音.amr', 'audio/amr', 'c3')],
    ],
    [
      'a video',
      { msgtype: 'video', content: { duration: '3', downloadCode: 'c4', videoType: 'mp4' } },
      [file('视频.mp4', 'video/mp4', 'c4')],
    ],
    [
      'words around a picture',
      {
        msgtype: 'richText',
        content: {
          richText: [{ text: '名片' }, { type: 'picture', downloadCode: 'c5' }, { text: '在此' }, { x: 1 }],
        },
      },
      [text('名片在此'), file('图片.jpg', 'image/jpeg', 'c5')],
    ],
    [
      'a kind nobody knows',
      { msgtype: 'unknownMsgType', content: { unknownMsgType: 'location' } },
      [
        {
          kind: 'lifecycle',
          payload: { what: 'unreadable', detail: { what: 'unknown message', type: 'unknownMsgType' } },
        },
      ],
    ],
    [
      'one beyond the month’s quota, which has no text',
      { msgtype: 'text', errorCode: '20001', errorMessage: 'used up' },
      [
        {
          kind: 'lifecycle',
          payload: { what: 'unheard', detail: { what: 'over quota', reason: 'used up' } },
        },
      ],
    ],
  ])('%s', (_what, body, expected) => {
    expect(events(body)).toMatchObject(expected);
  });

  it('have an id that follows from the message alone, one for each part', () => {
    const body = { msgtype: 'richText', content: { richText: [{ text: 'a' }, { downloadCode: 'c' }] } };
    const ids = events(body)?.map(({ id }) => id) ?? [];
    expect(new Set(ids).size).toBe(2);
    expect(events({ ...body, conversationTitle: 'renamed' })?.map(({ id }) => id)).toEqual(ids);
  });

  it('from a group name the group; from outside the company nobody', () => {
    const group = { msgtype: 'text', text: { content: 'x' }, conversationType: '2' };
    expect(events(group)).toMatchObject([{ chatId: 'cid==' }]);
    expect(decodeRobotMessage({ ...COMMON, ...group, senderStaffId: '' })?.userId).toBeUndefined();
  });

  it.each([null, 'x', [], {}, { ...COMMON, msgId: '' }, { ...COMMON, createAt: 'soon' }])(
    'that are none are told: %j',
    (body) => expect(decodeRobotMessage(body)).toBeNull(),
  );
});

describe('clicks on cards', () => {
  const head = { type: 'actionCallback', outTrackId: 't', userId: 'zhang' };
  const click = { outTrackId: 't', userId: 'zhang', actionId: 'a1' };
  const ids = { cardPrivateData: { actionIds: ['a1'], params: {} } };
  it.each<[string, object]>([
    ['content as text', { content: JSON.stringify(ids) }],
    ['content as an object', { content: ids }],
    ['value instead', { value: JSON.stringify(ids) }],
    ['by a parameter', { content: { cardPrivateData: { actionIds: ['button'], params: { action: 'a1' } } } }],
    ['by a parameter beside', { value: { cardPrivateData: { actionIds: [] }, params: { action: 'a1' } } }],
  ])('%s', (_what, body) => expect(decodeCardClick({ ...head, ...body })).toEqual(click));

  it.each([{}, { content: '{' }, { content: { cardPrivateData: {} } }, { content: 1 }])('none: %j', (body) =>
    expect(decodeCardClick({ ...head, ...body })).toBeNull(),
  );
});

describe('events of the company', () => {
  const at = new Date(0);
  it.each([
    ['user_add_org', { userId: ['a', 'b', 'a'] }, 'joined', ['a', 'b']],
    ['user_leave_org', { UserId: ['a'] }, 'left', ['a']],
    ['user_modify_org', { userId: 'a' }, 'changed', ['a']],
    ['org_dept_create', { deptId: [1] }, 'other', []],
    ['constructor', null, 'other', []],
  ])('%s', (type, body, what, userIds) =>
    expect(decodeOrgEvent({ id: 'e', type, body, at })).toEqual({ id: 'e', type, what, userIds, at }),
  );
});

describe('codes', () => {
  it.each([
    ['40014', 'token'],
    ['InvalidAuthentication', 'token'],
    ['invalidClientIdOrSecret', 'admin'],
    ['Forbidden.AccessDenied.AccessTokenPermissionDenied', 'admin'],
    ['Forbidden.AccessDenied.QpsLimitForAppkeyAndApi', 'wait'],
    ['90018', 'wait'],
    ['Forbidden.AccessDenied.ApiCountLimitForOrg', 'quota'],
    ['90020', 'quota'],
    ['param.templateNotExist', 'template'],
    ['param.cardAlreadyExist', 'exists'],
    ['staffId.notExisted', 'recipient'],
    ['system.busy', 'retry'],
    ['param.contentUnsafe', 'bug'],
    ['15', 'retry'],
    ['unknownError', 'retry'],
    ['Throttling.User', 'wait'],
  ])('%s: %s', (code, kind) => expect(remedyFor(code).kind).toBe(kind));

  it.each<[number, string, string]>([
    [500, 'unknownError', 'wait'],
    [503, 'param.invalid', 'wait'],
    [504, 'staffId.notExisted', 'wait'],
    [429, 'Forbidden.whatever', 'wait'],
    [429, 'Forbidden.AccessDenied.ApiCountLimitForOrg', 'quota'],
    [500, 'param.cardAlreadyExist', 'exists'],
    [403, 'param.whatever', 'bug'],
  ])('%i %s: %s', (status, code, kind) => expect(remedyFor(code, status).kind).toBe(kind));
});
