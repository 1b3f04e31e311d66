import { idFor } from '../../domain/playbook/new-id.ts';
import type { Playbook } from '../../domain/playbook/playbook.ts';
import { FIRST_TOUCH, SCRIPT_PLACEHOLDERS, type Script } from '../../domain/playbook/words.ts';
import { pick, pickAhead } from './names.ts';
import { type WishKind, WishProblem } from './wish.ts';

const MAX_TEXT = 1000;
const MIN_TEXT = 6;

const STYLES = { 价格: 'price', 功能: 'function', 服务: 'service' } as const;
const STYLE_LABELS: Record<string, string> = { price: '价格', function: '功能', service: '服务' };

/** What is filled in, as people call it. */
export const PLACEHOLDERS: Record<string, (typeof SCRIPT_PLACEHOLDERS)[number]> = {
  联系人: 'contactName',
  称呼: 'title',
  职务: 'title',
  公司: 'company',
  客户: 'company',
  需求: 'need',
  产品: 'products',
  我: 'ownerName',
  销售: 'ownerName',
};

interface Situation {
  id: string;
  label: string;
  words: string[];
}

/** `改话术 嫌贵 价格 …`, `改话术 嫌贵：算总账 …` */
export const changeScript: WishKind = {
  words: ['改话术'],
  topic: '话术',
  example: '改话术 嫌贵 价格 {联系人}您好，我们把五年的总费用算给您看',
  read(rest, { playbook }) {
    const { found, text } = scriptIn(rest, playbook, '改话术');
    const script = playbook.scripts[found];
    const after = textOf(text, `改话术 ${script?.title} 新的内容`);
    if (script?.text.trim() === after) throw new WishProblem(`话术「${script.title}」本来就是这样写的`);
    return {
      title: `话术「${script?.title}」改为：${after}`,
      edits: [{ kind: 'set', path: ['scripts', found, 'text'], value: after }],
      touches: [{ kind: 'note', text: '以后打开话术看到的是新的；已经发出去的不变' }],
    };
  },
};

/** `加话术 嫌贵 服务 …`: stands above the general ones, so that it is recommended. */
export const addScript: WishKind = {
  words: ['加话术', '新话术'],
  topic: '话术',
  example: '加话术 嫌贵 服务 {联系人}您好，价格里含两年全保和上门培训',
  read(rest, { playbook }) {
    const situations = situationsOf(playbook);
    const form = (label: string) => `加话术 ${label} 服务 内容`;
    const ahead = pickAhead(rest, situations);
    const situation = ahead?.found ?? pick(rest.split(/\s+/)[0] ?? '', situations, '异议', form);
    const { style, behind } = styleAhead(ahead?.rest ?? rest.replace(/^\S+\s*/, ''));
    if (!style) {
      const say = `请写明风格（价格、功能、服务），例如：${form(situation.label)}`;
      throw new WishProblem(say);
    }
    const text = textOf(behind, form(situation.label));
    const titles = playbook.scripts.map(({ title }) => title);
    const name = `${situation.label}：${STYLE_LABELS[style]}`;
    let title = name;
    for (let n = 2; titles.includes(title); n++) title = `${name}${n}`;
    const general = playbook.scripts.findIndex(
      (script) => script.if === undefined && script.style === style && script.for.includes(situation.id),
    );
    const id = idFor(
      title,
      playbook.scripts.map((script) => script.id),
    );
    const value = { id, title, style, for: [situation.id], text };
    return {
      title: `新增话术「${title}」：${text}`,
      edits: [{ kind: 'append', path: ['scripts'], value, ...(general >= 0 && { before: general }) }],
      touches: [
        {
          kind: 'note',
          text:
            general >= 0
              ? `排在「${playbook.scripts[general]?.title}」前面，以后这种风格先推荐它`
              : `以后「${situation.label}」会推荐它`,
        },
      ],
    };
  },
};

export const dropScript: WishKind = {
  words: ['停用话术', '删话术'],
  topic: '话术',
  example: '停用话术 嫌贵：算总账',
  read(rest, { playbook }) {
    const { found, text } = scriptIn(rest, playbook, '停用话术');
    const title = playbook.scripts[found]?.title ?? '';
    if (text) throw new WishProblem(`只写话术的名字：停用话术 ${title}`, [`停用话术 ${title}`]);
    return {
      title: `停用话术「${title}」`,
      edits: [{ kind: 'remove', path: ['scripts', found] }],
      touches: [{ kind: 'note', text: '以后不再推荐；已经发出去的不变' }],
    };
  },
};

function situationsOf({ objections }: Playbook): Situation[] {
  return [
    ...objections.map(({ id, label }) => ({ id, label, words: [] })),
    { id: FIRST_TOUCH, label: '首次联系', words: ['首联'] },
  ];
}

/** By title; or by what it answers, with its style where several do. */
function scriptIn(rest: string, playbook: Playbook, verb: string): { found: number; text: string } {
  const titled = playbook.scripts.map(({ title }, found) => ({ label: title, found }));
  const byTitle = pickAhead(rest, titled);
  if (byTitle) return { found: byTitle.found.found, text: byTitle.rest };
  const situation = pickAhead(rest, situationsOf(playbook));
  if (!situation) {
    const [name = '', ...more] = rest.split(/\s+/);
    const { found } = pick(name, titled, '话术', (title) => `${verb} ${title} ${more.join(' ')}`.trim());
    return { found, text: more.join(' ') };
  }
  const { style, behind } = styleAhead(situation.rest);
  const fits = titled.filter(({ found }) => answers(playbook.scripts[found], situation.found.id, style));
  const [one] = fits;
  if (one && fits.length === 1) return { found: one.found, text: behind };
  if (!one)
    throw new WishProblem(
      `「${situation.found.label}」${style ? `没有${STYLE_LABELS[style]}风格的话术` : '还没有话术'}，可以写：加话术 ${situation.found.label} ${style ? STYLE_LABELS[style] : '服务'} 内容`,
    );
  const choices = fits.map(({ label }) => `${verb} ${label} ${behind}`.trim());
  throw new WishProblem(
    `「${situation.found.label}」有 ${fits.length} 条话术，请写明是哪一条：${fits.map(({ label }) => label).join('、')}`,
    choices.every((line) => line.length <= 300) ? choices : [],
  );
}

function answers(script: Script | undefined, situation: string, style: Script['style']): boolean {
  return script?.for.includes(situation) === true && (style === undefined || script.style === style);
}

function styleAhead(text: string): { style: Script['style']; behind: string } {
  const [, word = '', behind = text] = /^(价格|功能|服务)(?:型|风格|类)?[\s：:]+([\s\S]*)$/.exec(text) ?? [];
  return { style: STYLES[word as keyof typeof STYLES], behind: behind.trim() };
}

function textOf(written: string, form: string): string {
  const text = written
    .replace(/^(?:改成|改为)[：:\s]*/, '')
    .replace(/\{([^{}]*)\}/g, (whole, name: string) => {
      const own = PLACEHOLDERS[name.trim()] ?? SCRIPT_PLACEHOLDERS.find((known) => known === name.trim());
      if (!own)
        throw new WishProblem(
          `“${whole}”没有内容可填。可以写：${Object.keys(PLACEHOLDERS)
            .map((one) => `{${one}}`)
            .join(' ')}`,
        );
      return `{${own}}`;
    });
  if (text.length < MIN_TEXT) throw new WishProblem(`请把话术的内容写在后面，例如：${form}`);
  if (text.length > MAX_TEXT) throw new WishProblem(`话术最多 ${MAX_TEXT} 字，这里有 ${text.length} 字`);
  return text.trim();
}
