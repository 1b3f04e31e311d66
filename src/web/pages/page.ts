import type { Context } from 'koa';
import type { FileEvent, MessageEvent, PlatformName } from '../../core/event.ts';
import type { Person } from '../../domain/people/person.ts';
import type { Scope } from '../../domain/people/scope.ts';
import type { PlaybookVersion } from '../../domain/playbook/playbook.ts';
import type { Services } from '../../services/services.ts';
import type { Html } from './html.ts';
import { renderShell } from './shell.ts';

/** Somebody known, looking at a page. Everything read for them takes their scope. */
export interface Visit {
  person: Person;
  /** Where they are logged in. */
  platform: PlatformName;
  scope: Scope;
  now: Date;
  version: PlaybookVersion;
  /** Of the address: `:id`. */
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  services: Services;
  /** For reading a body. */
  ctx: Context;
  /** Does what doing it in the chat does: the same event, handled in the same order, answered in the chat too. */
  tell(id: string, what: Telling): Promise<Told>;
  /** Keeps a file for an event to name. */
  keepFile(name: string, bytes: Uint8Array): Promise<string>;
}

export type Telling = Pick<MessageEvent, 'kind' | 'payload'> | Pick<FileEvent, 'kind' | 'payload'>;

export interface Told {
  /** The answers, as texts; empty while they are still being worked on. */
  answers: string[];
  isDone: boolean;
}

export interface Page {
  /** Its address; `:id` comes as a parameter. */
  path: string;
  /** Null when there is no such thing, or not for this person: nobody is told which. */
  show(visit: Visit): Promise<PageView | PagePicture | null>;
  /** What its script posts to the same address; answers JSON. @throws HttpError, GenjinError */
  act?(visit: Visit): Promise<object>;
}

/** A picture that belongs to a page, behind the same login. */
export interface PagePicture {
  /** JPEG. */
  picture: Uint8Array;
}

export interface PageView {
  title: string;
  body: Html;
  /** Below `/assets/`. */
  script?: string | undefined;
  /** Below `/assets/`, after those every page has. */
  styles?: readonly string[] | undefined;
}

/** `bridge`: see `Login.bridge`. */
export function renderPage({ styles = [], ...view }: PageView, bridge?: string): string {
  return renderShell({ ...view, bridge, styles: ['shared/pages.css', ...styles] });
}
