import { isDeepStrictEqual } from 'node:util';
import { withTemplate } from '../../config/with-template.ts';
import type { Op } from '../../core/effect.ts';
import { GenjinError } from '../../core/errors.ts';
import type { SentDocument } from '../../domain/documents/document.ts';
import { type TemplateDraft, templateFrom, tryDraft } from '../../domain/documents/draft.ts';
import { changeField } from '../../domain/documents/draft-changes.ts';
import { extractFields } from '../../domain/documents/extract.ts';
import { proposeTemplate } from '../../domain/documents/propose.ts';
import { cleanText } from '../../domain/normalise/text.ts';
import type { Change } from '../../stores/aggregate.ts';
import type { DocumentStore } from '../../stores/documents.ts';
import type { PlaybookStore } from '../../stores/playbooks.ts';
import type { Changes } from '../changes.ts';
import type { CheckedPlaybook, Playbooks } from '../playbooks.ts';
import type { DocumentService } from './documents.ts';

export interface TemplateDraftDeps {
  documents: DocumentStore;
  versions: Pick<PlaybookStore, 'newest' | 'get'>;
  playbooks: Playbooks;
  changes: Changes;
  reading: Pick<DocumentService, 'readings' | 'customerOf'>;
}

const MAX_LABEL = 40;

/**
 * A new kind of form, made from a sample by whoever may change the playbook (D1): proposed from what stands on the page,
 * named and sorted by people, tried on the sample at every step, published as a version of the playbook.
 */
export class TemplateDrafts {
  private readonly deps: TemplateDraftDeps;

  constructor(deps: TemplateDraftDeps) {
    this.deps = deps;
  }

  /** The newest document of this person that waits to be looked at: what 新表单 without a number means. */
  async sampleOf(personId: string): Promise<SentDocument | null> {
    return this.deps.documents.lastInReview(personId);
  }

  /** @throws GenjinError `invalid` when no label was found on it */
  async propose(document: SentDocument, op: Op): Promise<SentDocument> {
    if (document.state !== 'review') throw refused(document, '现在不能做成新表单');
    const { playbook } = await this.deps.playbooks.current();
    const draft = proposeTemplate(await this.deps.reading.readings(document), playbook);
    if (!draft.fields.length) throw refused(document, '上没有找到“项目：内容”这样的栏目，做不成新表单');
    return this.change(document, op, (current) => (current.draft ? null : { set: { draft: stored(draft) } }));
  }

  async rename(document: SentDocument, name: string, op: Op): Promise<SentDocument> {
    const label = cleanText(name, { max: MAX_LABEL })
      .replace(/[《》]/g, '')
      .trim();
    if (!label) throw refused(document, `的新表单叫什么？例如：表单名 ${document._id} 装机验收单`);
    return this.changeDraft(document, op, (draft) => ({ ...draft, label }));
  }

  /**
   * Changes one item: `不要`, `要`, `必填`, `选填`, `叫 名称`, `记到 去处`, `类型 日期`,
   * `选项 是/否`, several in one line.
   * @param n from 1
   * @throws GenjinError `invalid` when a word is none of these, or there is no such item
   */
  async setField(document: SentDocument, n: number, words: string, op: Op): Promise<SentDocument> {
    const { playbook } = await this.deps.playbooks.current();
    const pages = await this.deps.reading.readings(document);
    return this.changeDraft(document, op, (draft) => {
      const field = draft.fields[n - 1];
      if (!field) throw refused(document, `的新表单没有第 ${n} 项`);
      const fields = draft.fields.with(n - 1, changeField(field, words, playbook));
      return tryDraft({ ...draft, fields }, pages);
    });
  }

  /**
   * Makes the draft part of the playbook, and reads the sample by it.
   * @throws GenjinError `invalid` while it has no name, or with what the playbook's checks say
   */
  async publish(document: SentDocument, op: Op): Promise<SentDocument> {
    const { draft } = document;
    if (!draft) throw refused(document, '还没有做成新表单');
    if (draft.published) return document;
    if (!draft.label) throw refused(document, `的新表单还没有名称，请先写：表单名 ${document._id} 名称`);
    if (!draft.fields.some(({ kept }) => kept)) throw refused(document, '的新表单一项都没有留下');
    const version = await this.deps.playbooks.revise((before) => added(before, draft), op.by, op.now);
    const template = version.playbook.documents.find(({ label }) => label === draft.label);
    if (!template) throw new Error(`${draft.label} was published and is not there`);
    const values = extractFields(await this.deps.reading.readings(document), template);
    const named = template.fields.find(({ to }) => to === 'customer')?.id;
    const name = values.find(({ field }) => field === named)?.value ?? '';
    const customer = document.leadId ? {} : await this.deps.reading.customerOf(document, name);
    const published = { ...draft, published: version.version };
    const entry = {
      kind: 'playbook.document',
      text: `新表单《${draft.label}》，打法第 ${version.version} 版`,
    };
    return this.change(document, op, ({ state }) => ({
      set: {
        draft: published,
        ...(state === 'review' ? { template: template.id, label: template.label, values, ...customer } : {}),
      },
      effects: [{ type: 'audit', entry: { ...entry, after: { document: document._id } } }],
    }));
  }

  /** Throws the draft away; the sample stays as it was. */
  async drop(document: SentDocument, op: Op): Promise<SentDocument> {
    if (document.draft?.published) throw refused(document, '的新表单已经发布，请用：撤回表单');
    return this.change(document, op, () => ({ set: { draft: undefined } }));
  }

  /**
   * Brings the playbook back to the version before. @throws GenjinError `invalid` when somebody has published since:
   * their change must not go with it
   */
  async withdraw(document: SentDocument, op: Op): Promise<SentDocument> {
    const published = document.draft?.published;
    if (!published) throw refused(document, '没有发布过新表单');
    const [newest, before] = await Promise.all([
      this.deps.versions.newest(),
      this.deps.versions.get(published - 1),
    ]);
    if (newest?._id !== published && newest?.digest !== before?.digest) {
      const since = `的新表单是打法第 ${published} 版，之后又发布到了第 ${newest?._id} 版`;
      throw refused(document, `${since}，请由管理员在打法文件里删除`);
    }
    await this.deps.playbooks.rollBack(published - 1, op.by, op.now);
    const entry = { kind: 'playbook.rolled-back', text: `撤回新表单《${document.draft?.label}》` };
    return this.change(document, op, ({ draft, state }) => ({
      set: {
        draft: draft && stored({ ...draft, published: undefined }),
        ...(state === 'review' ? { template: undefined, label: undefined, values: [] } : {}),
      },
      effects: [{ type: 'audit', entry }],
    }));
  }

  private changeDraft(
    document: SentDocument,
    op: Op,
    decide: (draft: TemplateDraft) => TemplateDraft,
  ): Promise<SentDocument> {
    return this.change(document, op, ({ draft }) => {
      if (!draft) throw refused(document, `还没有做成新表单，请先发：新表单 ${document._id}`);
      if (draft.published) throw refused(document, '的新表单已经发布，不能再改');
      return { set: { draft: stored(decide(draft)) } };
    });
  }

  private async change(
    document: SentDocument,
    op: Op,
    decide: (current: SentDocument) => Change<SentDocument> | null,
  ): Promise<SentDocument> {
    const refresh = { type: 'refresh' as const, subject: `document:${document._id}` };
    const { doc } = await this.deps.changes.change(this.deps.documents, document._id, op, (current) => {
      const change = decide(current);
      return change && { ...change, effects: [...(change.effects ?? []), refresh] };
    });
    return doc;
  }
}

/** The playbook's text with the draft's template; as it is where the draft was published before a crash. */
function added({ source, playbook }: CheckedPlaybook, draft: TemplateDraft): string {
  const known = playbook.documents;
  const own = known.find(({ label }) => label === draft.label);
  const idsBut = (but: typeof own) => known.filter((one) => one !== but).map(({ id }) => id);
  if (own && isDeepStrictEqual(own, templateFrom(draft, idsBut(own)))) return source;
  return withTemplate(source, templateFrom(draft, idsBut(undefined)));
}

/** What is not there stays away: the database keeps undefined as null. */
function stored(draft: TemplateDraft): TemplateDraft {
  return JSON.parse(JSON.stringify(draft)) as TemplateDraft;
}

function refused({ _id }: SentDocument, why: string): GenjinError {
  return new GenjinError('invalid', `${_id}: no such step of a draft`, { userText: `${_id} ${why}` });
}
