import { createHash } from 'node:crypto';
import type { Clock } from '../../core/clock.ts';
import type { Op } from '../../core/effect.ts';
import { GenjinError } from '../../core/errors.ts';
import { LEASE_MS, type Leases } from '../../core/leases.ts';
import type { Logger } from '../../core/logger.ts';
import { cropPage } from '../../documents/crop.ts';
import { DocumentError } from '../../documents/document-error.ts';
import { documentKind } from '../../documents/document-kind.ts';
import type { DocumentReader } from '../../documents/document-reader.ts';
import { maySeeDocument, type SentDocument } from '../../domain/documents/document.ts';
import { paperLabel, paperTitled, partyOn } from '../../domain/documents/journey-papers.ts';
import type { PageReading } from '../../domain/documents/page.ts';
import { understandDocument } from '../../domain/documents/read-document.ts';
import { looksSame } from '../../domain/documents/same-form.ts';
import type { Person } from '../../domain/people/person.ts';
import type { Scope } from '../../domain/people/scope.ts';
import type { Change } from '../../stores/aggregate.ts';
import type { CounterStore } from '../../stores/counters.ts';
import type { CustomerStore } from '../../stores/customers.ts';
import { isDuplicateKey } from '../../stores/database.ts';
import type { DocumentStore } from '../../stores/documents.ts';
import type { FileStore } from '../../stores/files.ts';
import type { LeadStore } from '../../stores/leads.ts';
import type { PeopleStore } from '../../stores/people.ts';
import type { Changes } from '../changes.ts';
import type { NoteReader } from '../interactions/note-reader.ts';
import type { Directory } from '../people/directory.ts';
import type { Playbooks } from '../playbooks.ts';
import { DocumentChecks } from './document-checks.ts';
import { customerAsked, customerNamed, customerOf, type DocumentCustomer } from './document-customer.ts';

export interface DocumentDeps {
  documents: DocumentStore;
  files: FileStore;
  leads: LeadStore;
  customers: CustomerStore;
  people: PeopleStore;
  counters: CounterStore;
  playbooks: Playbooks;
  directory: Directory;
  notes: NoteReader;
  changes: Changes;
  reader: DocumentReader;
  clock: Clock;
  leases: Leases;
  log: Logger;
  /** Tells the engine that there is something to do. */
  onQueued: () => void;
}

export interface BegunDocument {
  document: SentDocument;
  /** The same person sent the same file before: this is what became of it. */
  again: boolean;
  /** Somebody else sent the same file before. */
  alsoFrom?: { by: string; at: Date } | undefined;
}

const FIRST_DOCUMENT = 101;
const MAX_ATTEMPTS = 3;
/** A paper photographed twice is so within days. */
const LOOK_BACK_MS = 30 * 24 * 3_600_000;
const UNREADABLE = '反复读取都没有成功，请重新拍照或另存为 PDF 再发';

/**
 * Forms sent as photo or PDF (D1). A document is a record that is read beside the engine's cycle, page by page; where
 * it stands is written after each page, so one that was cut off goes on where it was.
 */
export class DocumentService {
  /** What the records say about the values of a form. */
  readonly checks: DocumentChecks;
  private readonly deps: DocumentDeps;
  private readonly underWay = new Map<string, Promise<void>>();

  constructor(deps: DocumentDeps) {
    this.deps = deps;
    this.checks = new DocumentChecks(deps);
  }

  /**
   * Takes in a stored file. What cannot be read at all is refused before anything is written.
   * @throws GenjinError `invalid` with the reason in words for the rep
   */
  async begin(
    file: { name: string; fileId: string },
    by: string,
    op: Op,
    askedFor?: SentDocument['askedFor'],
  ): Promise<BegunDocument> {
    const { documents, files, reader } = this.deps;
    const known = await documents.byOrigin(op.key);
    if (known) return { document: known, again: false };
    const bytes = await files.read(file.fileId);
    const checksum = createHash('sha256').update(bytes).digest('hex');
    const same = await documents.sameFile(checksum);
    const own = same.find((document) => document.by === by && document.state !== 'failed');
    if (own) return { document: own, again: true };
    const pageCount = await reader.countPages(bytes).catch(refuse);
    const document = await this.insertOnce(
      {
        fileId: file.fileId,
        fileName: file.name,
        kind: documentKind(bytes),
        checksum,
        by,
        pageCount,
        ...(askedFor && { askedFor }),
      },
      op,
    );
    this.deps.onQueued();
    const other = same[0];
    return { document, again: false, alsoFrom: other && { by: other.by, at: other.at } };
  }

  /** What a person may see: their own, and those filed under leads in scope. */
  async find(scope: Scope, person: Person, id: string): Promise<SentDocument | null> {
    const document = /^D\d{1,9}$/.test(id) ? await this.deps.documents.get(id) : null;
    if (!document) return null;
    const lead = document.leadId ? await this.deps.leads.find(scope, document.leadId) : null;
    const { playbook } = await this.deps.playbooks.current();
    return maySeeDocument(document, lead, person, { scope, playbook }) ? document : null;
  }

  /** The image of a page, from 1. */
  async pageImage(document: SentDocument, page: number): Promise<Uint8Array | null> {
    const file = document.pages[page - 1]?.image;
    return file ? this.deps.files.read(file) : null;
  }

  /** The piece of the picture a value was read from. */
  async crop(document: SentDocument, field: string): Promise<Uint8Array | null> {
    const value = document.values.find((one) => one.field === field);
    const image = value?.page ? await this.pageImage(document, value.page) : null;
    return image && value?.box ? cropPage(image, value.box) : null;
  }

  async readings(document: SentDocument): Promise<PageReading[]> {
    const files = await Promise.all(document.pages.map(({ reading }) => this.deps.files.read(reading)));
    return files.map((bytes) => JSON.parse(Buffer.from(bytes).toString('utf8')) as PageReading);
  }

  /** Starts reading what waits, as far as there are free processes. @returns how many were started */
  async advance(now: Date): Promise<number> {
    const { documents, leases, reader, onQueued } = this.deps;
    const free = reader.parallel - this.underWay.size;
    if (free <= 0) return 0;
    let started = 0;
    for (const document of await documents.claimReading(leases.owner, now, LEASE_MS, reader.parallel)) {
      if (this.underWay.has(document._id) || started >= free) continue;
      started++;
      const work = leases
        .during(documents, document._id, () => this.read(document))
        .catch((err: unknown) =>
          this.deps.log.warn({ err, document: document._id }, 'reading stopped; it goes on'),
        )
        .finally(() => {
          this.underWay.delete(document._id);
          onQueued();
        });
      this.underWay.set(document._id, work);
    }
    return started;
  }

  /** Waits for what is being read. @returns whether there was anything */
  async idle(): Promise<boolean> {
    const work = [...this.underWay.values()];
    await Promise.all(work);
    return work.length > 0;
  }

  /** Before this process ends: another one may go on with what it was reading at once. */
  async letGo(): Promise<void> {
    await this.deps.reader.close();
    await this.idle();
    await this.deps.documents.release(this.deps.leases.owner);
  }

  private async insertOnce(
    about: Pick<SentDocument, 'fileId' | 'fileName' | 'kind' | 'checksum' | 'by' | 'pageCount' | 'askedFor'>,
    op: Op,
  ): Promise<SentDocument> {
    const _id = `D${await this.deps.counters.next('document', FIRST_DOCUMENT)}`;
    const fresh = { state: 'reading' as const, attempts: 0, pages: [], values: [], candidates: [] };
    const document = { ...about, ...fresh, _id, originKey: op.key, at: op.now };
    const text = `收到文件「${about.fileName}」，${about.pageCount} 页`;
    const entry = { kind: 'document.received', text, after: { document: _id, checksum: about.checksum } };
    try {
      return await this.deps.changes.insert(this.deps.documents, document, op, [{ type: 'audit', entry }]);
    } catch (error) {
      const other = isDuplicateKey(error) ? await this.deps.documents.byOrigin(op.key) : null;
      if (other) return other;
      throw error;
    }
  }

  private async read(claimed: SentDocument): Promise<void> {
    const attempt = claimed.attempts + 1;
    let document = await this.change(claimed, `attempt-${attempt}`, () => ({ set: { attempts: attempt } }));
    try {
      if (attempt > MAX_ATTEMPTS) throw new DocumentError('corrupt', UNREADABLE);
      const bytes = await this.deps.files.read(document.fileId);
      while (document.pages.length < document.pageCount) document = await this.readNextPage(document, bytes);
      await this.understand(document);
    } catch (error) {
      if (!(error instanceof DocumentError)) throw error;
      await this.change(document, 'failed', () => ({ set: { state: 'failed', error: error.message } }));
    }
  }

  private async readNextPage(document: SentDocument, bytes: Uint8Array): Promise<SentDocument> {
    const n = document.pages.length + 1;
    const { reading, image } = await this.deps.reader.readPage(bytes, n);
    const about = { by: document.by, at: this.deps.clock.now() };
    const [imageId, readingId] = await Promise.all([
      this.deps.files.put(image, { ...about, name: `${document._id}-${n}.jpg` }),
      this.deps.files.put(Buffer.from(JSON.stringify(reading)), {
        ...about,
        name: `${document._id}-${n}.json`,
      }),
    ]);
    return this.change(document, `page-${n}`, (current) => ({
      set: { pages: [...current.pages, { image: imageId, reading: readingId }] },
    }));
  }

  private async understand(document: SentDocument): Promise<void> {
    const { playbook } = await this.deps.playbooks.current();
    const readings = await this.readings(document);
    const { template, fields, others } = understandDocument(readings, playbook.documents);
    const titled = template ? undefined : paperTitled(readings, document.fileName, playbook);
    const who = fields.find(({ field }) =>
      template?.fields.some((f) => f.id === field && f.to === 'customer'),
    );
    const party = titled === undefined ? undefined : partyOn(readings);
    const customer =
      (party ? await customerNamed(this.deps, document, party) : undefined) ??
      (await customerAsked(this.deps, document, who?.value ?? ''));
    const check = await this.checks.check({
      _id: document._id,
      template: template?.id,
      leadId: customer.leadId,
    });
    const understood = {
      template: template?.id,
      label: template?.label ?? paperLabel(titled, document.askedFor?.name),
      values: check(fields),
      others,
      ...customer,
    };
    const like = await this.likeOf({ ...document, ...understood });
    await this.change(document, 'understood', () => ({ set: { state: 'review', ...understood, like } }));
  }

  /** The newest other document of the last weeks that looks like the same paper, photographed again (D1). */
  async likeOf(document: SentDocument): Promise<SentDocument['like']> {
    if (!document.template) return undefined;
    const since = new Date(this.deps.clock.now().getTime() - LOOK_BACK_MS);
    const others = await this.deps.documents.ofType(document, since);
    const like = others.find((other) => looksSame(document, other));
    return like && { id: like._id, by: like.by, at: like.at };
  }

  /** See document-customer.ts. */
  customerOf(document: Pick<SentDocument, 'by'>, name: string): Promise<DocumentCustomer> {
    return customerOf(this.deps, document, name);
  }

  private async change(
    document: SentDocument,
    what: string,
    decide: (current: SentDocument) => Change<SentDocument>,
  ): Promise<SentDocument> {
    const op = { key: `${document._id}/${what}`, now: this.deps.clock.now(), by: document.by };
    const { doc } = await this.deps.changes.change(this.deps.documents, document._id, op, (current) =>
      current.state === 'reading'
        ? { ...decide(current), effects: [{ type: 'refresh', subject: `document:${document._id}` }] }
        : null,
    );
    return doc;
  }
}

function refuse(error: unknown): never {
  if (!(error instanceof DocumentError)) throw error;
  throw new GenjinError(
    error.code === 'too-large' ? 'too-large' : 'invalid',
    `Document refused: ${error.code}`,
    {
      userText: `没有读取：${error.message}`,
      cause: error,
    },
  );
}
