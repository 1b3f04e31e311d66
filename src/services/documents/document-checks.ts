import type { Clock } from '../../core/clock.ts';
import type { DocumentValue, SentDocument } from '../../domain/documents/document.ts';
import { againstKnown, type KnownNames } from '../../domain/documents/known-names.ts';
import { meaningOf } from '../../domain/documents/label-meaning.ts';
import { byStanding, type Standing, standingsOf } from '../../domain/documents/standing.ts';
import type { DocumentTemplate } from '../../domain/documents/template.ts';
import { departmentOf } from '../../domain/note/customer/people.ts';
import type { CustomerStore } from '../../stores/customers.ts';
import type { DocumentStore } from '../../stores/documents.ts';
import type { LeadStore } from '../../stores/leads.ts';
import type { Playbooks } from '../playbooks.ts';

export interface DocumentCheckDeps {
  documents: DocumentStore;
  leads: LeadStore;
  customers: CustomerStore;
  playbooks: Playbooks;
  clock: Clock;
}

/** What people corrected longer ago says little about the forms of today. */
const LOOK_BACK_MS = 180 * 24 * 3_600_000;

type Checked = Pick<SentDocument, '_id' | 'template' | 'leadId'>;

/** What the rest of the records says about the values of a form: whom the customer has, what was put right before. */
export class DocumentChecks {
  private readonly deps: DocumentCheckDeps;

  constructor(deps: DocumentCheckDeps) {
    this.deps = deps;
  }

  async check(document: Checked): Promise<(values: readonly DocumentValue[]) => DocumentValue[]> {
    const { playbook } = await this.deps.playbooks.current();
    const template = playbook.documents.find(({ id }) => id === document.template);
    const [known, standings] = await Promise.all([this.knownNames(document), this.standings(document)]);
    return (values) => againstKnown(byStanding(values, template, standings), template, known);
  }

  /** How well each field of a template was read lately, by field. */
  async standings(document: Pick<SentDocument, '_id' | 'template'>): Promise<Map<string, Standing>> {
    return standingsOf(await this.recent(document));
  }

  /** Every template with how well it is read, for who looks after them. */
  async overview(): Promise<
    { template: DocumentTemplate; count: number; standings: Map<string, Standing> }[]
  > {
    const { playbook } = await this.deps.playbooks.current();
    return Promise.all(
      playbook.documents.map(async (template) => {
        const documents = await this.recent({ _id: '', template: template.id });
        return { template, count: documents.length, standings: standingsOf(documents) };
      }),
    );
  }

  private async recent(document: Pick<SentDocument, '_id' | 'template'>): Promise<SentDocument[]> {
    if (!document.template) return [];
    const since = new Date(this.deps.clock.now().getTime() - LOOK_BACK_MS);
    return this.deps.documents.ofType(document, since);
  }

  private async knownNames({ _id, leadId, template }: Checked): Promise<KnownNames> {
    const lead = leadId ? await this.deps.leads.get(leadId) : null;
    if (!lead) return { people: [], departments: [] };
    const customer = await this.deps.customers.get(lead.customerId);
    const contacts = [{ name: lead.contactName, title: lead.title }, ...(customer?.contacts ?? [])];
    const filed = (await this.recent({ _id, template })).filter(
      (one) => one.leadId === leadId && one.state === 'filed',
    );
    const { playbook } = await this.deps.playbooks.current();
    const fields = playbook.documents.find(({ id }) => id === template)?.fields ?? [];
    const valuesOf = (isWanted: (field: (typeof fields)[number]) => boolean) =>
      filed.flatMap(({ values }) =>
        values.flatMap(({ field, value }) => {
          const own = fields.find(({ id }) => id === field);
          return own && value && isWanted(own) ? [value.replace(/\s+/g, '')] : [];
        }),
      );
    return {
      people: unique([...contacts.map(({ name }) => name), ...valuesOf(({ type }) => type === 'person')]),
      departments: unique([
        ...contacts.map(({ title }) => departmentOf(title ?? '')),
        ...valuesOf(({ type, label }) => type === 'text' && meaningOf(label).known.has('dept')),
      ]),
    };
  }
}

function unique(names: readonly (string | undefined)[]): string[] {
  return [...new Set(names.flatMap((name) => (name && name.length > 1 ? [name] : [])))];
}
