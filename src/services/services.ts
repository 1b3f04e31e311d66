import type { PeopleStore } from '../stores/people.ts';
import type { AssignService } from './assign.ts';
import type { CorrectionService } from './corrections.ts';
import type { Directory } from './directory.ts';
import type { DirectorySync } from './directory-sync.ts';
import type { DocumentReview } from './document-review.ts';
import type { DocumentService } from './documents.ts';
import type { ExportService } from './exports.ts';
import type { FollowUpService } from './follow-up.ts';
import type { HandoverService } from './handover.ts';
import type { ImportService } from './imports.ts';
import type { IntakeService } from './intake.ts';
import type { LeadGroups } from './lead-groups.ts';
import type { NoteReader } from './notes.ts';
import type { PageLinks } from './page-links.ts';
import type { Playbooks } from './playbooks.ts';
import type { Queries } from './queries.ts';
import type { ReportService } from './reports.ts';
import type { TemplateDrafts } from './template-drafts.ts';
import type { WaitingLeads } from './waiting-leads.ts';

/** What handlers and pages may ask for. */
export interface Services {
  intake: IntakeService;
  imports: ImportService;
  documents: DocumentService;
  documentReview: DocumentReview;
  templateDrafts: TemplateDrafts;
  assign: AssignService;
  followUp: FollowUpService;
  corrections: CorrectionService;
  handover: HandoverService;
  leadGroups: LeadGroups;
  waiting: WaitingLeads;
  notes: NoteReader;
  reports: ReportService;
  exports: ExportService;
  queries: Queries;
  directory: Directory;
  directorySync: DirectorySync;
  playbooks: Playbooks;
  people: PeopleStore;
  pages: PageLinks;
}
