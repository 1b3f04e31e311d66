import type { PlatformName } from '../core/event.ts';
import type { Lead } from '../domain/leads/lead.ts';

export interface PageLinkDeps {
  /** Where people's browsers reach the product. */
  publicUrl: string;
  /** Platforms whose people can be recognised in a browser; the others' see no pages. */
  withLogin: ReadonlySet<PlatformName>;
}

interface Link {
  label: string;
  url: string;
}

/** Addresses of the pages, as far as somebody who asks on a platform can open them. */
export class PageLinks {
  private readonly deps: PageLinkDeps;

  constructor(deps: PageLinkDeps) {
    this.deps = deps;
  }

  /** The pages everybody has; empty on a platform without login. */
  all(platform: PlatformName): Link[] {
    const pages = { 今日重点: '/board', 记一笔: '/me/note', 上传文件: '/me/upload' };
    return Object.entries(pages).flatMap(([label, path]) => this.link(platform, label, path) ?? []);
  }

  board(platform: PlatformName): Link | undefined {
    return this.link(platform, '今日重点', '/board');
  }

  /** Each value read from it beside its piece of the picture. */
  document(platform: PlatformName, { _id }: { _id: string }): Link | undefined {
    return this.link(platform, '打开', `/documents/${_id}`);
  }

  /** All open questions of one kind about a record at once. */
  questions(platform: PlatformName, set: string, record: string): Link | undefined {
    return this.link(platform, '一次填完', `/questions/${set}/${record}`);
  }

  customer(platform: PlatformName, { customerId }: Pick<Lead, 'customerId'>): Link | undefined {
    return this.link(platform, '客户页', `/customers/${customerId}`);
  }

  /** A picture to greet with; anybody may fetch it. */
  banner(platform: PlatformName) {
    const found = this.link(platform, '', '/assets/shared/banner.png');
    return found && { url: found.url, alt: '', ratio: 2 };
  }

  private link(platform: PlatformName, label: string, path: string): Link | undefined {
    const { publicUrl, withLogin } = this.deps;
    return withLogin.has(platform) ? { label, url: `${publicUrl}${path}` } : undefined;
  }
}
