/** Leads as they stand: figures that have a value now, and none for a past period. */
import { calendarOf } from '../clocks/clock-rules.ts';
import { journeyOf } from '../journey/journey.ts';
import type { Lead } from '../leads/lead.ts';
import { leadPath, valueAt } from '../leads/lead-fields.ts';
import { propertyShape } from '../playbook/options.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { groupOf, groupValues } from '../tags/tag-groups.ts';
import type { AskedFigure, FigureDefinition, FigureRow } from './figure.ts';
import { rowOfLead } from './row-of.ts';

const reads = { leads: 'now' } as const;
/** What says that nothing is known. */
const NOTHING = /^(?:暂无|无|没有|待跟进|待定|待确认|不详|不清楚|未知|\/|-+)$/;

function todayOf({ current, now }: AskedFigure): string {
  return calendarOf(current.playbook).dayKey(now);
}

/** Whoever was reached once can be asked. */
function reached(leads: readonly Lead[]): Lead[] {
  return leads.filter(({ ownerId, firstTouchedAt }) => ownerId && firstTouchedAt);
}

export const fid: FigureDefinition = {
  id: 'fid',
  title: '字段完整度',
  words: ['完整度', '字段完整率', '资料完整度'],
  unit: '%',
  sums: 'share',
  formula: () =>
    '字段完整度 = 已联系上的在跟线索中已填的核心字段数 ÷ 应填的核心字段数（打法 metrics.coreFields）；填“暂无”“待跟进”的算没填；只有现在的值',
  target: ({ fidTarget }) => fidTarget,
  reads,
  count({ leads }, asked) {
    const { playbook } = asked.current;
    const rows = reached(leads).map((lead) => {
      const missing = playbook.metrics.coreFields.filter((name) => !isFilled(lead, name, playbook));
      const of = playbook.metrics.coreFields.length;
      const labels = missing.map((name) => propertyShape(playbook, name)?.label ?? name);
      const says = missing.length ? `缺 ${labels.join('、')}` : '齐全';
      return rowOfLead(lead, todayOf(asked), asked, { of, hit: of - missing.length, says });
    });
    return { rows, pending: 0 };
  },
};

export function isFilled(lead: Lead, name: string, playbook: Playbook): boolean {
  const path = leadPath(name, playbook);
  const value = path && valueAt(lead, path);
  return value !== undefined && !(typeof value === 'string' && NOTHING.test(value.trim()));
}

/** Of the groups of the playbook that name their tags; free tags nobody can be asked to set. */
export const tagCoverage: FigureDefinition = {
  id: 'tag-coverage',
  title: '标签覆盖率',
  words: ['标签覆盖', '标签'],
  unit: '%',
  sums: 'share',
  formula: () =>
    '标签覆盖率 = 每个必备标签组（打法 metrics.tagGroups）都有标签的线索数 ÷ 已联系上的在跟线索数；只有现在的值',
  target: ({ tagTarget }) => tagTarget,
  reads,
  count({ leads }, asked) {
    const { playbook } = asked.current;
    const groups = requiredGroups(playbook);
    const rows = reached(leads).map((lead) => {
      const known = new Set(lead.tags.map((tag) => groupOf(tag, playbook)?.id));
      const missing = groups.filter(({ id }) => !known.has(id));
      const says = missing.length ? `缺 ${missing.map(({ label }) => label).join('、')}` : '齐全';
      return rowOfLead(lead, todayOf(asked), asked, { of: 1, hit: missing.length ? 0 : 1, says });
    });
    return { rows, pending: 0 };
  },
};

function requiredGroups(playbook: Playbook): Playbook['tags'] {
  const { tagGroups } = playbook.metrics;
  return playbook.tags.filter((group) =>
    tagGroups ? tagGroups.includes(group.id) : groupValues(group, playbook).length > 0,
  );
}

export const overdueShare: FigureDefinition = {
  id: 'overdue-share',
  title: '超时占比',
  words: ['超时', '超时率'],
  unit: '%',
  sums: 'share',
  isLessBetter: true,
  formula: () => '超时占比 = 现在有时限已过、还没处理的在跟线索数 ÷ 有负责人的在跟线索数；只有现在的值',
  reads,
  count({ leads }, asked) {
    const rows = leads.flatMap((lead): FigureRow[] => {
      if (!lead.ownerId) return [];
      const late = lead.clocks.filter(
        ({ name, firedAt, step }) => name !== 'assignment' && (firedAt !== undefined || step > 0),
      );
      const says = late.length ? '有时限已过' : '都在时限内';
      return [rowOfLead(lead, todayOf(asked), asked, { of: 1, hit: late.length ? 1 : 0, says })];
    });
    return { rows, pending: 0 };
  },
};

/** By the day each contract is expected; `by=month` is the forecast per month. */
export const forecast: FigureDefinition = {
  id: 'forecast',
  title: '预计签约金额',
  words: ['预测', '签约预测', '预计签约'],
  unit: '元',
  sums: 'amount',
  formula: () =>
    '预计签约金额 = 有预计签约日的在跟线索的金额之和（元），按预计签约日所在月份列出；分子为有金额的条数，分母为全部条数；只有现在的值',
  reads,
  count({ leads }, asked) {
    const { playbook } = asked.current;
    const { dealAmount } = playbook.journey;
    const path = dealAmount ? leadPath(dealAmount, playbook) : undefined;
    const rows = leads.flatMap((lead): FigureRow[] => {
      const { signing } = journeyOf(lead);
      if (!signing) return [];
      const yuan = path ? valueAt(lead, path) : undefined;
      const has = typeof yuan === 'number';
      const says = `预计 ${signing.day} 签约，${has ? `${yuan} 元` : '没有金额'}`;
      const counts = { of: 1, hit: has ? 1 : 0, ...(has && { value: yuan }), says };
      return [rowOfLead(lead, signing.day, asked, counts)];
    });
    return { rows, pending: 0 };
  },
};
