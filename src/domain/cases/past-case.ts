/** A past contact as an example for others (C11): what was said, what came of it, and nobody's personal data. */
import type { Interaction } from '../interactions/interaction.ts';
import { journeyOf } from '../journey/journey.ts';
import { stageLabel } from '../journey/stages.ts';
import type { Lead } from '../leads/lead.ts';
import { maskPhone } from '../normalise/phone.ts';
import type { Playbook } from '../playbook/playbook.ts';

export type Outcome = 'won' | 'lost' | 'moved' | 'answered' | 'none';

export interface PastCase {
  /** Of the record: `R88`. */
  id: string;
  /** The customer's name where the reader may see it; else what kind of customer it is. */
  who: string;
  said: string;
  outcome: Outcome;
  /** In words: 推进到「演示预约」, 失单（价格）. */
  became: string;
  /** Labels the two have in common. */
  because: string[];
  /** How many found it helpful, and the parts they named. */
  helped: number;
  parts: string[];
}

const MAX_SAID = 120;
const MAX_PARTS = 3;
/** 王主任, 李院长, 张工: a surname before a title. */
const TITLED =
  /[\p{Script=Han}](?=(?:主任|院长|科长|处长|部长|厂长|店长|董事长|所长|校长|护士长|医生|老师|经理|总监|总(?![部是共之体])|工(?![作程厂地人具业艺])))/gu;
const EMAIL = /[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,32}){1,4}/g;
const ID_NUMBER = /\d{15,18}[\dxX]?/g;

/** What came of a contact, as far as it is known now. The nearest thing that followed it counts, the end above all. */
export function outcomeOf(
  record: Pick<Interaction, 'at'>,
  lead: Pick<Lead, 'status' | 'journey' | 'lastContactAt'>,
  playbook: Pick<Playbook, 'stages'>,
): Pick<PastCase, 'outcome' | 'became'> {
  const later = journeyOf(lead as Lead).moves.filter(({ at }) => at > record.at);
  if (lead.status === 'won') return { outcome: 'won', became: '后来成交' };
  if (lead.status === 'lost') {
    const reason = later.findLast(({ kind }) => kind === 'lost')?.reason;
    return { outcome: 'lost', became: `后来失单${reason ? `（${reason}）` : ''}` };
  }
  const moved = later.find(({ kind }) => kind === 'forward');
  if (moved) return { outcome: 'moved', became: `推进到「${stageLabel(moved.to, playbook as Playbook)}」` };
  if (lead.lastContactAt && lead.lastContactAt > record.at)
    return { outcome: 'answered', became: '客户继续沟通' };
  return { outcome: 'none', became: '之后还没有进展' };
}

/** The words without names of people and, for others' customers, without whose they are. */
export function withoutPersons(text: string, names: readonly string[]): string {
  const known = [...new Set(names.filter((name) => name.trim().length > 1))].sort(
    (a, b) => b.length - a.length,
  );
  const plain = known.reduce((left, name) => left.replaceAll(name, '某'), text);
  const masked = maskPhone(plain.replace(EMAIL, '***').replace(ID_NUMBER, '***')).replace(TITLED, '某');
  const line = masked.replace(/某{2,}/g, '某').trim();
  return line.length > MAX_SAID ? `${line.slice(0, MAX_SAID)}…` : line;
}

/** What others marked as helpful, the most frequent first. */
export function partsNamed(helped: Interaction['helped'] = []): string[] {
  const counts = new Map<string, number>();
  for (const { part } of helped) if (part) counts.set(part, (counts.get(part) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, MAX_PARTS)
    .map(([part]) => part);
}
