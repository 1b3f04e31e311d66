/**
 * The neutral card. Cards are built from it once; each platform renders it in the best form
 * it has. Everything in it is plain text: a renderer escapes and shortens, a card never does.
 */
export interface Card {
  kind: string;
  title: string;
  /** One line that catches the eye. */
  emphasis?: { text: string; tone: Tone } | undefined;
  /** The number it is about, such as `3` of 超时线索. */
  figure?: Fact | undefined;
  facts: Fact[];
  body?: string | undefined;
  tags?: string[] | undefined;
  /** Something to copy or send on, such as a script. */
  quote?: string | undefined;
  selects?: CardSelect[] | undefined;
  buttons: CardButton[];
  /** Work goes on by itself, and what comes of it takes this card's place. */
  underWay?: boolean | undefined;
  /** What has become of it: who did what, when. A card with a state is finished or changed. */
  state?: string | undefined;
  /** A page of ours that shows more. */
  link?: PageLink | undefined;
  /** Several pages to choose from. */
  links?: PageLink[] | undefined;
  /** A file of ours that anybody may fetch, .png or .jpg; `alt` says what it shows and is empty for decoration. */
  picture?: Picture | undefined;
  /** A file that comes with it, by its id in the file store. */
  file?: { name: string; fileId: string } | undefined;
}

export type Tone = 'info' | 'warn' | 'danger' | 'good';

export interface Fact {
  name: string;
  value: string;
}

export interface PageLink {
  label: string;
  url: string;
}

export interface Picture {
  url: string;
  alt: string;
  /** Width by height. */
  ratio: number;
}

export interface CardButton {
  id: string;
  label: string;
  /**
   * The text form of the action: typing it does the same as the tap. `{name}` stands for the choice made in the
   * card's select of that id.
   */
  command: string;
  style?: 'primary' | 'default' | 'danger' | undefined;
  /** Why it cannot be used yet (C10); shown greyed. */
  disabled?: string | undefined;
}

export interface CardSelect {
  id: string;
  label: string;
  options: { id: string; label: string }[];
}

/** Facts without the empty ones. */
export function facts(entries: Record<string, string | undefined>): Fact[] {
  return Object.entries(entries).flatMap(([name, value]) => (value ? [{ name, value }] : []));
}

/** What it says by name and value, the figure first. */
export function factsOf({ figure, facts }: Pick<Card, 'figure' | 'facts'>): Fact[] {
  return figure ? [figure, ...facts] : facts;
}

/** The pages it opens. */
export function pagesOf({ link, links = [] }: Pick<Card, 'link' | 'links'>): PageLink[] {
  return link ? [link, ...links] : links;
}
