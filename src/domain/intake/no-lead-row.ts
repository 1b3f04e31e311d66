import type { HeaderMapping } from '../match/headers.ts';
import { findPhones } from '../normalise/phone.ts';
import { placePrefix } from '../normalise/regions.ts';

type Cells = Readonly<Record<string, string>>;

/** What stands below a table. */
const SUMMARY = /^(?:本页)?(?:合计|总计|小计|汇总|总数|共计?\d+[条行个家]?)(?:[:：].*|\(.*\))?$/;
/** 制表人：王芳, 审核：, 日期：2026-11-30, 注：…: a label and its value, or nothing behind it. */
const SIGNATURE =
  /^(?:制表|填表|填报|编制|制单|统计|录入|汇总|导出|打印|审核|审批|批准|复核|主管|经办|签字|签名|盖章|日期|单位盖章)[\p{Script=Han}]{0,5}[:：]|^(?:注|备注|说明|填写说明|填表说明|温馨提示|提示)\s*\d*[:：]|^第\s*\d+\s*页|^以上(?:数据|内容|信息|为)/u;
/** A row that shows how to fill the table in. */
const SAMPLE = /^[(（【[]?(?:填写)?(?:示例|样例|范例|举例|例如|模板|样本|example|sample|e\.g\.)/i;
/** Names nobody has: XX医院, 某某公司, ＊＊诊所, 张三 with the number everybody types as an example. */
const PLACEHOLDER =
  /^(?:[x×＊*]{2,}|某某|某)(?:.{0,4}(?:市|省|区|县))?.{0,6}(?:医院|公司|单位|诊所|药店|集团|厂|门店)/i;
const HEADING =
  /^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[)）]|第[一二三四五六七八九十\d]+(?:部分|批|组))/;

/**
 * Why a row of a table is no lead, in Chinese: a row of sums, a signature, a sample of the template, the column names
 * again, a heading between groups. Undefined for everything that may be one.
 */
export function whyNoLead(
  cells: Cells,
  mapping: HeaderMapping,
  headers: readonly string[],
): string | undefined {
  const filled = Object.entries(cells).filter(([, text]) => text);
  const texts = filled.map(([, text]) => text.replace(/\s+/g, ''));
  const [first = ''] = texts;
  const named = ['company', 'contactName'].flatMap((name) =>
    (mapping.columns[name] ?? []).flatMap(({ header }) => cells[header] ?? []),
  );
  if (filled.length > 1 && filled.every(([header, text]) => isSameName(text, header, headers)))
    return '这是重复的表头，不是线索';
  if ([first, ...named].some((text) => SAMPLE.test(text.replace(/\s+/g, '')) || PLACEHOLDER.test(text)))
    return '这是模板里的示例行，不是线索';
  const hasContact = texts.some((text) => text.includes('@') || findPhones(text).length > 0);
  if (hasContact) return undefined;
  if (SUMMARY.test(first)) return '这是合计行，不是线索';
  if (texts.some((text) => SIGNATURE.test(text))) return '这是制表人、审核或说明，不是线索';
  if (texts.length > 1 || headers.length < 3) return undefined;
  return HEADING.test(first) || isPlace(first) ? '这一行只有一个分组标题，不是线索' : undefined;
}

function isSameName(text: string, header: string, headers: readonly string[]): boolean {
  return text === header || headers.includes(text);
}

/** 浙江省, 杭州: nothing but a place. */
function isPlace(text: string): boolean {
  return (
    placePrefix(text)?.ends.at(-1) === text.length || /^(?:华[东南北中]|东北|西[南北])[区大]?区?$/.test(text)
  );
}
