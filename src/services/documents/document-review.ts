import { type EffectBody, type Op, step, wasBegun } from '../../core/effect.ts';
import { GenjinError } from '../../core/errors.ts';
import { answered, openQuestions, type SentDocument } from '../../domain/documents/document.ts';
import { extractFields } from '../../domain/documents/extract.ts';
import { afterFiling, afterUnfiling, concernsOf, customerFieldsOf } from '../../domain/documents/filing.ts';
import { documentTypes } from '../../domain/documents/journey-papers.ts';
import { otherLabels } from '../../domain/documents/read-document.ts';
import type { DocumentField, DocumentTemplate } from '../../domain/documents/template.ts';
import { readValue } from '../../domain/documents/values.ts';
import { asksForDocument } from '../../domain/journey/gate.ts';
import type { Lead } from '../../domain/leads/lead.ts';
import { resolveRecipients } from '../../domain/people/recipients.ts';
import type { PlaybookVersion } from '../../domain/playbook/playbook.ts';
import { requestedBy } from '../../domain/rules/outcome.ts';
import type { CustomerStore } from '../../stores/customers.ts';
import type { DocumentStore } from '../../stores/documents.ts';
import type { LeadStore } from '../../stores/leads.ts';
import type { PeopleStore } from '../../stores/people.ts';
import type { Changes } from '../changes.ts';
import { auditOf } from '../interactions/interaction-effects.ts';
import { askAbout } from '../journey/proposals.ts';
import { alertTo, refreshLead } from '../messages.ts';
import type { Directory } from '../people/directory.ts';
import type { Playbooks } from '../playbooks.ts';
import type { DocumentService } from './documents.ts';
import { typedValue } from './typed-value.ts';

export interface DocumentReviewDeps {
  documents: DocumentStore;
  leads: LeadStore;
  customers: CustomerStore;
  people: PeopleStore;
  playbooks: Playbooks;
  directory: Directory;
  changes: Changes;
}

/** What somebody types for a value that is not on the form. */
const NOTHING = /^(?:无|没有|没填|没有填写|空|不填)$/;
const YES = /^(?:对|对的|正确|没错)$/;
const MAX_ANSWER = 60;
const MAX_CONCERNS = 20;

/** What is done about a document that has been read: put right, filed under a customer, taken back (D1). */
export class DocumentReview {
  private readonly deps: DocumentReviewDeps;
  private readonly reading: Pick<DocumentService, 'readings' | 'customerOf' | 'likeOf' | 'checks'>;

  constructor(
    deps: DocumentReviewDeps,
    reading: Pick<DocumentService, 'readings' | 'customerOf' | 'likeOf' | 'checks'>,
  ) {
    this.deps = deps;
    this.reading = reading;
  }

  /** @throws GenjinError `invalid` when there is no such field, or the text is no value of its kind */
  async setValue(document: SentDocument, name: string, text: string, op: Op): Promise<SentDocument> {
    const { field } = await this.fieldOf(document, name);
    const shown = document.values.find((one) => one.field === field.id)?.value ?? '';
    const value = NOTHING.test(text) ? '' : YES.test(text) ? shown : typedValue(text, field);
    const customer = field.to === 'customer' ? await this.reading.customerOf(document, value) : {};
    return this.change(document, op, (current) => ({
      set: { values: answered(current, field.id, value, op.by), ...customer },
    }));
  }

  /** Takes it for another type, whatever its title says, or for something a stage waits for that is no form. */
  async setType(document: SentDocument, name: string, op: Op): Promise<SentDocument> {
    const { playbook } = await this.deps.playbooks.current();
    const template = playbook.documents.find(({ id, label, titles }) =>
      [id, label, ...titles].includes(name),
    );
    const waited = asksForDocument(name, playbook);
    if (!template && !waited) {
      const known = documentTypes(playbook).join('、');
      throw new GenjinError('invalid', `No document type ${name}`, {
        userText: `没有“${name}”这种文件。可以写：${known}`,
      });
    }
    const readings = await this.reading.readings(document);
    const values = template ? extractFields(readings, template) : [];
    const others = template ? otherLabels(readings, template) : [];
    const who = values.find(({ field }) =>
      template?.fields.some((f) => f.id === field && f.to === 'customer'),
    );
    const customer = document.leadId ? {} : await this.reading.customerOf(document, who?.value ?? '');
    const { leadId } = { ...document, ...customer };
    const check = await this.reading.checks.check({ _id: document._id, template: template?.id, leadId });
    const set = {
      template: template?.id,
      label: template?.label ?? name,
      values: check(values),
      others,
      ...customer,
    };
    const like = await this.reading.likeOf({ ...document, ...set });
    return this.change(document, op, () => ({ set: { ...set, like } }));
  }

  /** @param lead one that whoever asks may write to */
  async setLead(document: SentDocument, lead: Lead, op: Op): Promise<SentDocument> {
    const like = await this.reading.likeOf({ ...document, leadId: lead._id });
    const check = await this.reading.checks.check({ ...document, leadId: lead._id });
    const changed = await this.change(document, op, (current) => ({
      set: {
        leadId: lead._id,
        values: check(current.values),
        candidates: [...new Set([lead._id, ...current.candidates])],
        like,
      },
    }));
    await this.deps.people.setFocus(op.by, lead._id, op.now);
    return changed;
  }

  /** It is another paper than the one it looks like. */
  async isAnother(document: SentDocument, op: Op): Promise<SentDocument> {
    return this.change(document, op, () => ({ set: { like: undefined } }));
  }

  async discard(document: SentDocument, op: Op): Promise<SentDocument> {
    return this.change(document, op, () => ({ set: { state: 'discarded' } }));
  }

  /** The doubtful and missing values that must be looked at before filing, in the form's order. */
  async questions(document: SentDocument) {
    const template = await this.templateOf(document);
    return openQuestions(document, template).flatMap((value) => {
      const field = template?.fields.find(({ id }) => id === value.field);
      return field ? [{ value, field }] : [];
    });
  }

  /**
   * Writes the values to the lead and its customer. The document's own record comes first: an operation cut off behind
   * it is carried through by repeating it.
   * @throws GenjinError `invalid` while the customer, the type or a value is open
   */
  async file(document: SentDocument, op: Op): Promise<SentDocument> {
    const version = await this.deps.playbooks.current();
    const template = await this.templateOf(document);
    const lead = document.leadId ? await this.deps.leads.get(document.leadId) : null;
    if (!lead || !document.label) throw openStill(document._id, lead ? '是什么文件' : '是哪位客户的');
    if (document.state === 'review' && document.like) {
      throw openStill(document._id, `和 ${document.like.id} 像是同一份，请先说明是不是`);
    }
    if (document.state === 'review' && openQuestions(document, template).length) {
      throw openStill(document._id, '还有没核对的内容');
    }
    const customer = await this.deps.customers.get(lead.customerId);
    const { labels, fresh } = concernsOf(document, template, version.playbook);
    const concerns = labels.filter((label) => !customer?.concerns.includes(label));
    const filed = await this.change(document, op, () => ({
      set: { state: 'filed', filed: { at: op.now, by: op.by, concerns } },
    }));
    const since = { ...op, now: filed.filed?.at ?? op.now };
    await this.fileUnderLead(lead, filed, fresh, template, version, step(since, 'lead'));
    await this.deps.customers.change(lead.customerId, step(since, 'customer'), (current) => ({
      set: {
        concerns: [...new Set([...current.concerns, ...labels])].slice(-MAX_CONCERNS),
        fields: { ...current.fields, ...customerFieldsOf(filed, template, version.playbook) },
      },
    }));
    await this.deps.people.setFocus(op.by, lead._id, op.now);
    return filed;
  }

  /** Takes the values out of the records again; what was changed there since stays. */
  async unfile(document: SentDocument, op: Op): Promise<SentDocument> {
    const lead = document.leadId ? await this.deps.leads.get(document.leadId) : null;
    if (!lead || (document.state !== 'filed' && !wasBegun(document, op))) {
      throw openStill(document._id, '没有归档，不用撤销');
    }
    const { playbook } = await this.deps.playbooks.current();
    await this.deps.changes.change(this.deps.leads, lead._id, step(op, 'lead'), (current) => {
      const set = afterUnfiling(current, document._id, playbook, op.now);
      if (!set) return null;
      const entry = auditOf(current, 'document.unfiled', `撤销归档 ${document._id}：${document.label ?? ''}`);
      return { set, effects: [refreshLead(lead._id), { type: 'audit', entry }] };
    });
    const gone = document.filed?.concerns ?? [];
    await this.deps.customers.change(lead.customerId, step(op, 'customer'), (current) => ({
      set: { concerns: current.concerns.filter((concern) => !gone.includes(concern)) },
    }));
    return this.changeAny(document, op, () => ({ set: { state: 'review', filed: undefined } }));
  }

  /** Whether a short reply is a value of this kind; anything else the person types is a matter of its own. */
  isAnswer(text: string, field: DocumentField): boolean {
    if (NOTHING.test(text) || YES.test(text)) return true;
    const { pattern: _, ...typed } = field;
    const isOneWord = text.length <= MAX_ANSWER && !/\s/.test(text);
    return isOneWord && readValue(text, typed) !== undefined;
  }

  async templateOf(document: SentDocument): Promise<DocumentTemplate | undefined> {
    const { playbook } = await this.deps.playbooks.current();
    return playbook.documents.find(({ id }) => id === document.template);
  }

  private async fieldOf(
    document: SentDocument,
    name: string,
  ): Promise<{ field: DocumentField; template: DocumentTemplate }> {
    const template = await this.templateOf(document);
    const fields = template?.fields ?? [];
    const own = fields.find(({ id, label }) => id === name || label === name);
    const alike = own ? [own] : fields.filter(({ aliases }) => aliases.includes(name));
    const [field] = alike;
    if (alike.length > 1) {
      const userText = `“${name}”有几项，请写：${alike.map(({ label }) => label).join('、')}`;
      throw new GenjinError('invalid', `${name} is several fields of ${document._id}`, { userText });
    }
    if (template && field) return { field, template };
    const known = (template?.fields ?? []).map(({ label }) => label).join('、');
    throw new GenjinError('invalid', `No field ${name} on ${document._id}`, {
      userText: known ? `${document._id} 没有“${name}”这一项。可以写：${known}` : '请先选择这是什么文件',
    });
  }

  private async fileUnderLead(
    lead: Lead,
    document: SentDocument,
    fresh: readonly string[],
    template: DocumentTemplate | undefined,
    version: PlaybookVersion,
    op: Op,
  ): Promise<void> {
    const people = await this.deps.directory.map();
    await this.deps.changes.change(this.deps.leads, lead._id, op, (current) => {
      const after = afterFiling(current, document, template, version, op);
      const { set, refused, notifications } = after;
      const written = set.documents?.at(-1);
      const text = `归档《${document.label}》${document._id}`;
      const audit: EffectBody = {
        type: 'audit',
        entry: { ...auditOf(current, 'document.filed', text, written?.written), before: written?.before },
      };
      const news = fresh.length
        ? [
            {
              to: ['manager' as const],
              text: `《${document.label}》里有词库以外的顾虑：${fresh.join('、')}，需要时请加入打法。`,
            },
          ]
        : [];
      const told = [...notifications, ...news].flatMap(({ to, text: body }) =>
        resolveRecipients(to, current, people).map((id) => alertTo(current, id, body)),
      );
      const asked = [...requestedBy(after, lead._id), ...askAbout(current, refused, people)];
      return { set, effects: [audit, ...told, ...asked, refreshLead(lead._id)] };
    });
  }

  /** Only while it is looked at: what is filed stands in the records. */
  private change(
    document: SentDocument,
    op: Op,
    decide: (current: SentDocument) => { set: Partial<SentDocument> },
  ): Promise<SentDocument> {
    if (document.state !== 'review' && !wasBegun(document, op)) {
      const userText =
        document.state === 'filed'
          ? `${document._id} 已归档；要修改请先发「撤销归档 ${document._id}」`
          : `${document._id} 现在不能修改`;
      throw new GenjinError('invalid', `${document._id} is ${document.state}`, { userText });
    }
    return this.changeAny(document, op, (current) => (current.state === 'review' ? decide(current) : null));
  }

  private async changeAny(
    document: SentDocument,
    op: Op,
    decide: (current: SentDocument) => { set: Partial<SentDocument> } | null,
  ): Promise<SentDocument> {
    const { doc } = await this.deps.changes.change(this.deps.documents, document._id, op, (current) => {
      const change = decide(current);
      return change && { ...change, effects: [{ type: 'refresh', subject: `document:${document._id}` }] };
    });
    return doc;
  }
}

function openStill(id: string, what: string): GenjinError {
  return new GenjinError('invalid', `${id} cannot be filed`, { userText: `${id} ${what}` });
}
