import { statedIn } from '../interactions/stated-facts.ts';
import { withoutStatements } from '../note/field-statements.ts';
import type { Playbook } from '../playbook/playbook.ts';
import type { QuestionItem } from './item.ts';
import { readLine } from './read-line.ts';

/** Who said it and when, which is no statement of its own: 客户说预算只有150万. */
const BESIDE =
  /客户|院方|医院|院里|对方|甲方|厂里|老板|主任|院长|科长|经理|他们?|她们?|那边|这边|[说讲把将的了啦吧呢]|现在|目前|已经|今天|昨天|刚才?|最新|确认|通知|告诉|反馈|[\s,，;；。、:：]/g;
const SURNAME = /^\p{Script=Han}?$/u;

/**
 * Whether a line is for the note reader as a whole, and no answer to the questions, because it states values of fields
 * of which some are not among them (决策人苏文，竞品迈瑞 while only the 决策人 is asked), or tells beside its values what
 * took place. They are written as one record then, and the questions find their answers there.
 * @param isRecord whether words say what took place with the customer
 */
export function statesOtherFields(
  text: string,
  items: readonly QuestionItem[],
  playbook: Playbook,
  now: Date,
  isRecord: (text: string) => boolean,
): boolean {
  const stated = statedIn(text, playbook, now);
  if (!stated.found.length) return false;
  const isAsked = (path: string) => items.some(({ id }) => id === path.replace(/^fields\./, ''));
  const left = withoutStatements(text, stated);
  const saysMore = !SURNAME.test(left.replace(BESIDE, ''));
  if (!saysMore) return stated.found.some(({ path }) => !isAsked(path));
  const { answers } = readLine(text, items, undefined, { playbook, now });
  const isStated = (item: string) => stated.found.some(({ path }) => path.replace(/^fields\./, '') === item);
  return answers.every(({ item }) => isStated(item)) && isRecord(left);
}
