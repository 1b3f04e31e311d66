import { isDistrusted, type Standing } from '../../src/domain/documents/standing.ts';
import type { DocumentTemplate } from '../../src/domain/documents/template.ts';
import { mayManage } from '../../src/domain/people/scope.ts';
import { sentence } from '../../src/services/messages.ts';
import type { Handler } from '../context.ts';

/** `表单`: how well each kind of form was read lately, and which fields are asked every time because of it. */
export const templateStanding: Handler = {
  name: 'template-standing',
  recognises: ({ event, text }) => event.kind === 'message' && text === '表单',
  async run({ person, services }) {
    if (!mayManage(person)) {
      return [sentence('把表单的照片或 PDF 直接发给我。各种表单读得怎么样，由主管查看。')];
    }
    const all = await services.documents.checks.overview();
    if (!all.length) return [sentence('打法里还没有表单。请把一份填好的样本发给我，再发「新表单」。')];
    const lines = all.map(({ template, count, standings }) => lineOf(template, count, standings));
    return [sentence(lines.join('\n'), '各种表单读得怎么样（近半年）')];
  },
};

function lineOf(
  { label, fields }: DocumentTemplate,
  count: number,
  standings: ReadonlyMap<string, Standing>,
): string {
  const known = fields.flatMap((field) => {
    const standing = standings.get(field.id);
    return standing ? [{ label: field.label, ...standing }] : [];
  });
  const [right, wrong] = [sum(known.map((one) => one.right)), sum(known.map((one) => one.wrong))];
  if (!right && !wrong) return count ? `《${label}》${count} 份，还没有核对过` : `《${label}》还没有收到过`;
  const share = Math.floor((right / (right + wrong)) * 100);
  const corrected = known.filter((one) => one.wrong > 0).sort((a, b) => b.wrong - a.wrong);
  const say = (one: (typeof known)[number]) => `${one.label} ${one.right + one.wrong} 次改 ${one.wrong} 次`;
  const asked = corrected.filter(isDistrusted).map(say);
  const others = corrected.filter((one) => !isDistrusted(one)).map(say);
  return [
    `《${label}》${count} 份，核对过的读对 ${share}%（${right}/${right + wrong}）`,
    ...(asked.length ? [`　每次都请人核对：${asked.join('、')}`] : []),
    ...(others.length ? [`　改过：${others.join('、')}`] : []),
  ].join('\n');
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
