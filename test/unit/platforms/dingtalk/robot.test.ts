import { describe, expect, it } from 'vitest';
import { NotReached, Robot } from '../../../../src/platforms/dingtalk/robot.ts';

/** An API that notes whom each call was for, and reaches everybody but `gone`. */
function listening(gone: readonly string[] = []) {
  const calls: string[][] = [];
  const api = {
    call: async (_method: string, _path: string, body: unknown) => {
      const { userIds } = body as { userIds: string[] };
      calls.push(userIds);
      return { flowControlledStaffIdList: [], invalidStaffIdList: userIds.filter((id) => gone.includes(id)) };
    },
  };
  return { calls, robot: new Robot(api as unknown as ConstructorParameters<typeof Robot>[0], 'robot') };
}

const said = (content: string) => ({ as: 'message', msgKey: 'sampleText', msgParam: { content } }) as const;

describe('the robot', () => {
  it('says the same to several people in one call', async () => {
    const { calls, robot } = listening();
    await Promise.all(['a', 'b', 'c', 'd'].map((id) => robot.send(id, said('明天停机维护'))));
    expect(calls).toEqual([['a', 'b', 'c', 'd']]);
  });

  it('says different things, and the same twice to one person, one by one', async () => {
    const { calls, robot } = listening();
    await Promise.all([
      robot.send('a', said('早')),
      robot.send('b', said('晚')),
      robot.send('a', said('早')),
    ]);
    expect(calls).toHaveLength(3);
  });

  it('puts no more than twenty people into one call', async () => {
    const { calls, robot } = listening();
    await Promise.all(Array.from({ length: 25 }, (_, n) => robot.send(`p${n}`, said('早'))));
    expect(calls.map((ids) => ids.length)).toEqual([20, 5]);
  });

  it('fails for whom it did not reach, and for nobody else', async () => {
    const { robot } = listening(['b']);
    const [a, b] = await Promise.allSettled(['a', 'b'].map((id) => robot.send(id, said('早'))));
    expect(a?.status).toBe('fulfilled');
    expect(b).toMatchObject({ status: 'rejected', reason: expect.any(NotReached) });
  });
});
