import { clockLabel } from '../../src/domain/clocks/registered.ts';
import { STATUS_LABELS } from '../../src/domain/leads/lead.ts';
import type { LeadNews } from '../../src/domain/leads/lead-group.ts';
import { defineCard } from '../define.ts';
import { companyOf } from '../format.ts';
import { type Card, facts } from '../model.ts';
import { type LeadView, loadLeadView } from './lead-facts.ts';

interface View extends LeadView {
  news: LeadNews[];
  /** Names of who was added. */
  added: string[];
  ownerNames: ReadonlyMap<string, string>;
}

/** What has become of a lead, for its group. */
export const leadNews = defineCard<View>({
  kind: 'lead-news',
  async load(request) {
    const view = await loadLeadView(request);
    if (!view) return null;
    const people = await request.read.people();
    const { news = [], added = [] } = request.params as { news?: LeadNews[]; added?: string[] };
    const nameOf = (id: string) => people.get(id)?.name ?? id;
    const owners = news.flatMap((one) => (one.what === 'owner' ? [one.ownerId] : []));
    const ownerNames = new Map(owners.map((id) => [id, nameOf(id)]));
    return { ...view, news, added: added.map(nameOf), ownerNames };
  },
  render(view): Card {
    const { lead, owner, version, added } = view;
    const stage = version.playbook.stages.find((one) => one.id === lead.stage)?.label ?? lead.stage;
    const said = view.news.map((one) => wordsOf(one, view, stage));
    const late = view.news.some(({ what }) => what === 'overdue');
    return {
      kind: 'lead-news',
      title: `${lead._id} · ${companyOf(lead)}`,
      emphasis: said.length ? { text: said.join('；'), tone: late ? 'danger' : 'info' } : undefined,
      facts: facts({
        加入: added.join('、'),
        负责人: owner?.name ?? '未分配',
        阶段: stage,
        状态: STATUS_LABELS[lead.status],
      }),
      buttons: [],
    };
  },
});

function wordsOf(news: LeadNews, { lead, ownerNames }: View, stage: string): string {
  switch (news.what) {
    case 'owner':
      return `由 ${ownerNames.get(news.ownerId)} 负责`;
    case 'stage':
      return `进入阶段「${stage}」`;
    case 'status':
      return STATUS_LABELS[lead.status];
    case 'overdue':
      return `${clockLabel(news.clock)}已超时`;
  }
}
