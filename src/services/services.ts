import type { PeopleStore } from '../stores/people.ts';
import type { DocumentReview } from './documents/document-review.ts';
import type { DocumentService } from './documents/documents.ts';
import type { TemplateDrafts } from './documents/template-drafts.ts';
import type { CorrectionService } from './interactions/corrections.ts';
import type { FollowUpService } from './interactions/follow-up.ts';
import type { NoteReader } from './interactions/note-reader.ts';
import type { AssignService } from './leads/assign.ts';
import type { HandoverService } from './leads/handover.ts';
import type { ImportService } from './leads/imports.ts';
import type { IntakeService } from './leads/intake.ts';
import type { LeadGroups } from './leads/lead-groups.ts';
import type { Nudges } from './leads/nudges.ts';
import type { WaitingLeads } from './leads/waiting-leads.ts';
import type { PageLinks } from './page-links.ts';
import type { Directory } from './people/directory.ts';
import type { DirectorySync } from './people/directory-sync.ts';
import type { ReachService } from './people/reach.ts';
import type { Playbooks } from './playbooks.ts';
import type { Queries } from './queries.ts';
import type { ExportService } from './reports/exports.ts';
import type { ReportService } from './reports/reports.ts';

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
  nudges: Nudges;
  waiting: WaitingLeads;
  notes: NoteReader;
  reports: ReportService;
  exports: ExportService;
  queries: Queries;
  directory: Directory;
  directorySync: DirectorySync;
  reach: ReachService;
  playbooks: Playbooks;
  people: PeopleStore;
  pages: PageLinks;
}
