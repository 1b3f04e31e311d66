import type { Verb } from '../../cards/actions.ts';
import { mayManage } from '../../src/domain/people/scope.ts';
import { type Reply, reply, sentence } from '../../src/services/messages.ts';
import type { Handler, HandlerContext } from '../context.ts';

/** A manager's command about the leads that wait for an owner. */
function forManagers(verb: Verb, run: (context: HandlerContext) => Promise<Reply[]>): Handler {
  return {
    name: verb,
    recognises: ({ command }) => command?.verb === verb,
    run: async (context) => (mayManage(context.person) ? run(context) : [sentence('只有主管可以分配线索。')]),
  };
}

const list = reply('unassigned', {}, { asked: true });

export const unassigned = forManagers('unassigned', async () => [list]);

/** `批量指派 王敏 L1031 L1032`: those of them that still wait. */
export const assignMany = forManagers('assign-many', async ({ command, services, scope, op }) => {
  const words = (command?.rest ?? '').split(/[\s,，、]+/).filter(Boolean);
  const ids = words.flatMap((word) => (/^L\d{1,9}$/i.test(word) ? word.toUpperCase() : []));
  const name = words.find((word) => !/^L\d+$/i.test(word)) ?? '';
  const found = await services.queries.peopleNamed(name);
  const [rep, ...others] = found.filter((person) => person.role === 'rep' && person.active);
  if (!rep || others.length || !ids.length) {
    return [sentence('请写成：批量指派 王敏 L1031 L1032。姓名要是唯一的在职销售。')];
  }
  const given = await services.waiting.giveTo(scope, ids, rep._id, op);
  const rest = ids.length - given;
  const taken = rest ? `；另有 ${rest} 条已不在等待分配` : '';
  return [sentence(`已把 ${given} 条分配给 ${rep.name}${taken}。`), list];
});

/** Everything that waits, by the rules but for the caps. */
export const assignAll = forManagers('assign-all', async ({ services, scope, op }) => {
  const { given, looked } = await services.waiting.distribute(scope, op);
  if (!looked) return [list];
  const left = looked - given;
  const nobody = left ? `；${left} 条按规则仍无人可接，请指定负责人` : '';
  return [sentence(`已分配 ${given} 条${nobody}。`), list];
});
