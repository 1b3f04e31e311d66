import type { DocumentService } from '../src/services/documents/documents.ts';
import type { Job } from './job.ts';

/** Has waiting documents read. Recognition takes seconds a page, so it goes on beside the cycle. */
export function readDocuments({ documents }: { documents: DocumentService }): Job {
  return {
    name: 'documents',
    everyMs: 5_000,
    run: (now) => documents.advance(now),
    nextDueAt: async () => null,
    idle: () => documents.idle(),
  };
}
