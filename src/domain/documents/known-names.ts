import { soundsOf } from '../note/sounds.ts';
import type { ReadField } from './extract.ts';
import { meaningOf } from './label-meaning.ts';
import type { DocumentField, DocumentTemplate } from './template.ts';

/** What is known of the customer a form is about. */
export interface KnownNames {
  people: readonly string[];
  departments: readonly string[];
}

/** Departments every hospital calls the same. */
const DEPARTMENTS = (
  '麻醉科 麻醉手术科 检验科 超声科 超声医学科 放射科 影像科 医学影像科 病理科 药剂科 输血科 核医学科 内镜中心 体检中心 ' +
  '急诊科 重症医学科 骨科 脊柱外科 普外科 神经外科 心胸外科 泌尿外科 肝胆外科 血管外科 烧伤科 整形外科 妇产科 妇科 产科 ' +
  '儿科 新生儿科 心内科 心血管内科 呼吸内科 消化内科 神经内科 内分泌科 肾内科 血液科 血液内科 风湿免疫科 感染科 肿瘤科 ' +
  '眼科 口腔科 耳鼻喉科 耳鼻咽喉科 皮肤科 康复科 康复医学科 疼痛科 中医科 针灸科 老年科 精神科 手术室 供应室 消毒供应中心 ' +
  '设备科 医学装备科 采购科 信息科 医务科 护理部 介入科 介入放射科 透析室 血透室'
).split(' ');

/** Doubts about how characters were read, not about what was meant. */
const LEGIBILITY = /^(?:字迹不清|只读到一次|也可能是)/;
const SURE_OF_KNOWN = 0.95;
const DOUBTED = 0.6;
const MAX_OFFERED = 3;

/**
 * The values beside what the customer has: a name that is known is read rightly, one that differs from a known one by a
 * character is asked, and the known one can be tapped. Text layers are what somebody typed and are not asked about.
 */
export function againstKnown<T extends ReadField & { read?: unknown }>(
  values: readonly T[],
  template: Pick<DocumentTemplate, 'fields'> | undefined,
  known: KnownNames,
): T[] {
  return values.map((value) => {
    const field = template?.fields.find(({ id }) => id === value.field);
    const names = field && namesFor(field, known);
    if (!names || !value.value || value.read !== undefined) return value;
    const plain = value.value.replace(/\s+/g, '');
    if (names.own.includes(plain)) {
      const isLegible = !value.sure && LEGIBILITY.test(value.doubt ?? '');
      const { doubt: _, ...rest } = value;
      return isLegible ? ({ ...rest, sure: true, confidence: SURE_OF_KNOWN } as T) : value;
    }
    if (value.confidence >= 1 || names.all.includes(plain)) return value;
    const near = names.all.filter((name) => isNear(plain, name)).slice(0, MAX_OFFERED);
    if (!near.length) return value;
    const offered = [...new Set([...near, ...(value.offered ?? [])])].slice(0, MAX_OFFERED);
    const doubt = value.sure ? `和“${near.join('”“')}”只差一点` : value.doubt;
    return { ...value, sure: false, confidence: Math.min(value.confidence, DOUBTED), doubt, offered };
  });
}

function namesFor(field: DocumentField, known: KnownNames): { own: string[]; all: string[] } | undefined {
  if (field.type === 'person') return { own: [...known.people], all: [...known.people] };
  if (field.type !== 'text' || !meaningOf(field.label).known.has('dept')) return undefined;
  return { own: [...known.departments], all: [...new Set([...known.departments, ...DEPARTMENTS])] };
}

/** One character of three or more is another one, or two names sound alike. */
function isNear(read: string, name: string): boolean {
  const [a, b] = [[...read], [...name]];
  if (a.length !== b.length || read === name) return false;
  const different = a.filter((c, i) => c !== b[i]).length;
  if (different !== 1) return false;
  return a.length >= 3 || soundsOf(read).join() === soundsOf(name).join();
}
