import { fillCommand, packAction } from '../../../../cards/actions.ts';
import {
  type Card,
  type CardButton,
  type CardSelect,
  type Fact,
  factsOf,
  type PageLink,
  pagesOf,
} from '../../../../cards/model.ts';
import { describePicture, pageLines, toPlainText } from '../../../../cards/plain-text.ts';
import { digest } from '../../../core/ids.ts';
import { bytesOf, safeText, shorten } from '../../text.ts';
import { NOT_CHOSEN } from '../inbound-event.ts';
import { type CardLimits, URL_BYTES } from './limits.ts';
import type { Row, Selection, TemplateCard } from './template-card.ts';

export interface Rendered {
  /** What does not fit the card, or the whole when it is better read as text; goes out before the card. */
  text: string;
  /** Absent where there is nothing to press. */
  card: TemplateCard | undefined;
  /** Keys and option ids too long for WeCom, by the reference that stands for them. */
  long: Record<string, string>;
}

/**
 * A neutral card as WeCom's. With one short list to choose from it becomes a card with a dropdown, with a longer one
 * a vote, with several a form; what WeCom has no room for goes into a message before it, or can be typed.
 * @param messageId the outbox key, carried by every button
 */
export function renderCard(card: Card, messageId: string, limits: CardLimits): Rendered {
  const pen = new Pen(messageId, limits);
  const buttons = card.buttons.filter((button) => !button.disabled);
  const selects = (card.selects ?? []).filter((select) => select.options.length);
  const [first] = buttons;
  const [only] = selects;
  // Labels of buttons that are not there would be promises it cannot keep.
  if (!first) return { text: safeText(toPlainText({ ...card, buttons: [] })), card: undefined, long: {} };
  const made =
    selects.length > 1
      ? pen.form(card, selects, first)
      : only && only.options.length >= limits.options
        ? pen.vote(card, only, first)
        : pen.buttons(card, only, buttons);
  return { ...made, long: pen.long };
}

/** A card that is over: its facts stay, the buttons give way to what has become of it. */
export function renderFinished(card: Card, messageId: string, limits: CardLimits): TemplateCard {
  const pen = new Pen(messageId, limits);
  const over = shorten(safeText(card.state ?? '已更新'), limits.title);
  const placeholder = { id: 'over', label: '已更新', command: 'over' };
  return { ...pen.buttons(card, undefined, [placeholder]).card, replace_text: over };
}

/** Rows that open a page; more pages are told before the card. */
const PAGE_ROWS = 2;
const OPEN = '打开';

const STYLES = { primary: 1, default: 2, danger: 3 } as const;

/** Writes one card, and notes down what was too long to write. */
class Pen {
  readonly long: Record<string, string> = {};
  private readonly messageId: string;
  private readonly limits: CardLimits;

  constructor(messageId: string, limits: CardLimits) {
    this.messageId = messageId;
    this.limits = limits;
  }

  buttons(card: Card, select: CardSelect | undefined, buttons: CardButton[]) {
    const { limits } = this;
    const pages = pagesOf(card)
      .slice(0, PAGE_ROWS)
      .filter(({ url }) => bytesOf(url) <= URL_BYTES);
    const facts = factsOf(card);
    const rows = this.rowsOf(facts, limits.rows - pages.length);
    const quoted = card.quote && card.quote.length <= limits.quote ? card.quote : undefined;
    const beside = facts.filter((fact) => !rows.includes(fact)).map(line);
    const typed = buttons.slice(limits.buttons).map((button) => button.command);
    const said = [
      ...(card.state ? [`【${card.state}】`] : []),
      ...beside,
      ...(card.body ? [card.body] : []),
      ...(card.tags?.length ? [`标签：${card.tags.join('、')}`] : []),
      ...pageLines({ links: pagesOf(card).filter((page) => !pages.includes(page)) }),
      describePicture(card),
      ...locked(card),
      ...(typed.length ? [`还可回复：${typed.join('｜')}`] : []),
    ];
    const { text, body } = this.share(card, said, quoted ? undefined : card.quote, limits.body);
    return {
      text,
      card: {
        card_type: 'button_interaction' as const,
        main_title: this.mainTitle(card, limits.title, limits.subtitle),
        ...(quoted ? { quote_area: { type: 0 as const, title: '', quote_text: safeText(quoted) } } : {}),
        ...(body ? { sub_title_text: body } : {}),
        ...(rows.length + pages.length
          ? { horizontal_content_list: [...rows.map(row), ...pages.map((page) => this.pageRow(page))] }
          : {}),
        ...(pages[0] ? { card_action: { type: 1 as const, url: pages[0].url } } : {}),
        ...(select ? { button_selection: this.selection(select, limits.options) } : {}),
        button_list: buttons.slice(0, limits.buttons).map((button) => ({
          type: 0 as const,
          text: shorten(safeText(button.label), limits.buttonLabel),
          style: STYLES[button.style ?? 'default'],
          key: this.keyOf(button),
        })),
      },
    };
  }

  /** One list too long for a dropdown. What exceeds even this can be typed. */
  vote(card: Card, select: CardSelect, button: CardButton) {
    const { limits } = this;
    const shown = select.options.slice(0, limits.voteOptions);
    const more = select.options.length - shown.length;
    const command = fillCommand(button.command, { [select.id]: `〈${select.label}〉` });
    const hint = more ? [`另有 ${more} 个未列出，可直接回复：${command}`] : [];
    const { text, main_title } = this.heading(card, hint, limits.titleOfVote);
    return {
      text,
      card: {
        card_type: 'vote_interaction' as const,
        main_title,
        checkbox: {
          question_key: select.id,
          mode: 0 as const,
          option_list: shown.map(({ id, label }) => ({
            id: this.optionId(id),
            text: shortenLabel(safeText(label), limits.voteOptionLabel),
            is_checked: false as const,
          })),
        },
        submit_button: this.submit(button),
      },
    };
  }

  /** Several lists. */
  form(card: Card, selects: CardSelect[], button: CardButton) {
    const { limits } = this;
    const { text, main_title } = this.heading(card, [], limits.title);
    return {
      text,
      card: {
        card_type: 'multiple_interaction' as const,
        main_title,
        select_list: selects.slice(0, limits.selects).map((select) => this.selection(select, limits.options)),
        submit_button: this.submit(button),
      },
    };
  }

  /** Title and everything else said, for kinds that have no rows. */
  private heading(card: Card, hints: string[], titleLength: number) {
    const { limits } = this;
    const said = [
      ...hints,
      ...(card.title.length > titleLength ? [card.title] : []),
      ...(card.emphasis ? [card.emphasis.text] : []),
      ...(card.state ? [`【${card.state}】`] : []),
      ...factsOf(card).map(line),
      ...(card.body ? [card.body] : []),
      ...(card.tags?.length ? [`标签：${card.tags.join('、')}`] : []),
    ];
    const apart = [card.quote, ...pageLines(card), describePicture(card)].filter(Boolean).join('\n');
    const { text, body } = this.share(card, said, apart || undefined, limits.longSubtitle);
    const title = shorten(safeText(card.title), titleLength);
    return { text, main_title: body ? { title, desc: body } : { title } };
  }

  /**
   * What fits the card; when it is not all, the whole goes into the message before it.
   * @param apart what can only be copied from, or opened in, that message
   */
  private share(card: Card, said: string[], apart: string | undefined, room: number) {
    const whole = safeText(said.filter(Boolean).join('\n'));
    const titleCut = card.title.length > this.limits.title && !said.includes(card.title);
    if (whole.length <= room && !apart && !titleCut) return { text: '', body: whole };
    const rest = said.filter((one) => one && one !== card.title);
    const text = safeText([card.title, ...rest, ...(apart ? [apart] : [])].join('\n'));
    return { text, body: beginning(whole, room) };
  }

  private mainTitle(card: Card, titleLength: number, subtitleLength: number) {
    const title = shorten(safeText(card.title), titleLength);
    return card.emphasis ? { title, desc: shorten(safeText(card.emphasis.text), subtitleLength) } : { title };
  }

  /** What reads well in rows. A list of which most entries are too long stays together, in its order. */
  private rowsOf(facts: Fact[], rows: number): Fact[] {
    const { rowName, rowValue } = this.limits;
    const fitting = facts.filter((fact) => fact.name.length <= rowName && fact.value.length <= rowValue);
    return fitting.length * 2 >= facts.length ? fitting.slice(0, rows) : [];
  }

  private pageRow({ label, url }: PageLink): Row {
    return { keyname: OPEN, value: shorten(safeText(label), this.limits.rowValue), type: 1, url };
  }

  /** A dropdown always shows one of its options: the first one means that none was chosen. */
  private selection(select: CardSelect, most: number): Selection {
    const { optionLabel } = this.limits;
    return {
      question_key: select.id,
      title: shorten(safeText(select.label), optionLabel),
      selected_id: NOT_CHOSEN,
      option_list: [
        { id: NOT_CHOSEN, text: '请选择' },
        ...select.options.slice(0, most - 1).map(({ id, label }) => ({
          id: this.optionId(id),
          text: shortenLabel(safeText(label), optionLabel),
        })),
      ],
    };
  }

  private submit(button: CardButton) {
    return { text: shorten(safeText(button.label), this.limits.buttonLabel), key: this.keyOf(button) };
  }

  private keyOf(button: CardButton): string {
    const packed = packAction({ command: button.command, messageId: this.messageId });
    return bytesOf(packed) <= this.limits.keyBytes ? packed : this.reference(packed);
  }

  private optionId(id: string): string {
    const fits = bytesOf(id) <= this.limits.optionIdBytes && !id.startsWith('#') && id !== NOT_CHOSEN;
    return fits ? id : this.reference(id);
  }

  private reference(text: string): string {
    const reference = `#${digest(text)}`;
    this.long[reference] = text;
    return reference;
  }
}

const MORE = '…（全文见上一条消息）';

/** Whole lines from the start, and where to read on. */
function beginning(text: string, room: number): string {
  const lines: string[] = [];
  let left = room - MORE.length;
  for (const next of text.split('\n')) {
    left -= next.length + 1;
    if (left < 0) break;
    lines.push(next);
  }
  const kept = lines.length ? lines.join('\n') : shorten(text, room - MORE.length - 1).replace(/…$/, '');
  return `${kept}\n${MORE}`;
}

function row({ name, value }: Fact): Row {
  return { keyname: safeText(name), value: safeText(value), type: 0 };
}

function line({ name, value }: Fact): string {
  return `${name}：${value}`;
}

/** What cannot be pressed yet, and why (C10): WeCom has no greyed buttons. */
function locked(card: Card): string[] {
  return card.buttons.flatMap(({ label, disabled }) => (disabled ? [`🔒 ${label}：${disabled}`] : []));
}

/** Shortens before a closing bracket, so that what tells two entries apart stays: `康联医疗…（L1024）`. */
function shortenLabel(label: string, max: number): string {
  const tail = /（[^（）]*）$/.exec(label)?.[0] ?? '';
  if (label.length <= max || tail.length >= max - 1) return shorten(label, max);
  return shorten(label.slice(0, -tail.length), max - tail.length) + tail;
}
