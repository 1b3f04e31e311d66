import type { Clock } from '../../core/clock.ts';
import type { SentDocument } from '../../domain/documents/document.ts';
import type { LeadStore } from '../../stores/leads.ts';
import type { PeopleStore } from '../../stores/people.ts';
import type { NoteReader } from '../interactions/note-reader.ts';
import type { Directory } from '../people/directory.ts';
import type { Playbooks } from '../playbooks.ts';

export interface DocumentCustomerDeps {
  leads: LeadStore;
  people: PeopleStore;
  playbooks: Playbooks;
  directory: Directory;
  notes: NoteReader;
  clock: Clock;
}

export type DocumentCustomer = Pick<SentDocument, 'leadId' | 'candidates' | 'heldBy'>;

const MAX_CANDIDATES = 8;

/**
 * Which lead of the sender a name on the form belongs to: never one only because it was open. Beside that, leads to
 * choose from, and who looks after a customer of that name.
 */
export async function customerOf(
  { people, directory, playbooks, notes, clock }: DocumentCustomerDeps,
  document: Pick<SentDocument, 'by'>,
  name: string,
): Promise<DocumentCustomer> {
  const person = await people.get(document.by);
  if (!person) return { candidates: [] };
  const scope = await directory.scope(person);
  const version = await playbooks.current();
  const read = await notes.readName(name, { scope, person, version, now: clock.now() });
  const ownerId = read.leadId || name === '' ? undefined : await notes.ownerOfName(name);
  const owner = ownerId && ownerId !== person._id ? await people.get(ownerId) : null;
  const candidates = [...new Set([...(read.leadId ? [read.leadId] : []), ...read.candidates])];
  return { leadId: read.leadId, candidates: candidates.slice(0, MAX_CANDIDATES), heldBy: owner?.name };
}

/** Where the form names nobody, it belongs to whom it was asked for. */
export async function customerAsked(
  deps: DocumentCustomerDeps,
  document: Pick<SentDocument, 'by' | 'askedFor'>,
  name: string,
): Promise<DocumentCustomer> {
  const found = await customerOf(deps, document, name);
  const asked = document.askedFor && (await deps.leads.get(document.askedFor.leadId));
  if (name !== '' || found.leadId || asked?.ownerId !== document.by) return found;
  return { ...found, leadId: asked._id, candidates: [...new Set([asked._id, ...found.candidates])] };
}

/** Whom a paper names, where that is one of the sender's; undefined leaves it to what was asked for. */
export async function customerNamed(
  deps: DocumentCustomerDeps,
  document: Pick<SentDocument, 'by'>,
  name: string,
): Promise<DocumentCustomer | undefined> {
  const found = await customerOf(deps, document, name);
  return found.leadId ? found : undefined;
}
