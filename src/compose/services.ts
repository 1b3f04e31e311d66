import type { Config } from '../config/env.ts';
import type { Clock } from '../core/clock.ts';
import type { Leases } from '../core/leases.ts';
import type { Logger } from '../core/logger.ts';
import { createDocumentReader } from '../documents/document-reader.ts';
import type { Metrics } from '../metrics.ts';
import { forecast } from '../outbox/quota-periods.ts';
import type { Relay } from '../outbox/relay.ts';
import type { Platform } from '../platforms/platform.ts';
import { Auditor, type QuotaState } from '../services/auditor.ts';
import { type CaseDeps, SimilarCases } from '../services/cases/similar-cases.ts';
import { Changes } from '../services/changes.ts';
import { ClockService } from '../services/clocks.ts';
import { DocumentQuestions } from '../services/documents/document-questions.ts';
import { DocumentReview, type DocumentReviewDeps } from '../services/documents/document-review.ts';
import { type DocumentDeps, DocumentService } from '../services/documents/documents.ts';
import { type TemplateDraftDeps, TemplateDrafts } from '../services/documents/template-drafts.ts';
import { TemplateQuestions } from '../services/documents/template-questions.ts';
import { FigureService } from '../services/figures/figures.ts';
import { type CorrectionDeps, CorrectionService } from '../services/interactions/corrections.ts';
import { type FollowUpDeps, FollowUpService } from '../services/interactions/follow-up.ts';
import { NoteReader } from '../services/interactions/note-reader.ts';
import { VisitQuestions } from '../services/interactions/visit-questions.ts';
import { type VisitDeps, VisitService } from '../services/interactions/visits.ts';
import { type VocabularyDeps, VocabularyService } from '../services/interactions/vocabulary.ts';
import { FieldQuestions } from '../services/journey/field-questions.ts';
import { GateQuestions } from '../services/journey/gate-questions.ts';
import { type JourneyDeps, JourneyService } from '../services/journey/journey.ts';
import { LockService } from '../services/journey/lock-service.ts';
import {
  BackReasonQuestions,
  LostReasonQuestions,
  LostToQuestions,
} from '../services/journey/move-reason-questions.ts';
import { type PendingDeps, PendingMoves } from '../services/journey/pending.ts';
import { AssignService } from '../services/leads/assign.ts';
import { CustomerStandings } from '../services/leads/customer-standings.ts';
import { HandoverService } from '../services/leads/handover.ts';
import { ImportUndo } from '../services/leads/import-undo.ts';
import { ImportService } from '../services/leads/imports.ts';
import { IntakeService } from '../services/leads/intake.ts';
import { KnownCustomers, type KnownCustomersDeps } from '../services/leads/known-customers.ts';
import { LeadClocks } from '../services/leads/lead-clocks.ts';
import { LeadGroups } from '../services/leads/lead-groups.ts';
import { Merging } from '../services/leads/merging.ts';
import { Nudges } from '../services/leads/nudges.ts';
import { Projects } from '../services/leads/projects.ts';
import { type FactDeps, FactService } from '../services/leads/set-facts.ts';
import { WaitingLeads } from '../services/leads/waiting-leads.ts';
import { OrderClocks } from '../services/orders/order-clocks.ts';
import { OrderQuestions } from '../services/orders/order-questions.ts';
import { type OrderDeps, OrderService } from '../services/orders/orders.ts';
import { PageLinks } from '../services/page-links.ts';
import type { Directory } from '../services/people/directory.ts';
import { DirectorySync } from '../services/people/directory-sync.ts';
import { ReachService } from '../services/people/reach.ts';
import { type MethodChangeDeps, MethodChangeService } from '../services/playbook/method-changes.ts';
import { type TrialDeps, TrialService } from '../services/playbook/trials.ts';
import type { Playbooks } from '../services/playbooks.ts';
import { Queries } from '../services/queries.ts';
import { QuestionListener } from '../services/questions/listener.ts';
import { Questions } from '../services/questions/questions.ts';
import { ExportService } from '../services/reports/exports.ts';
import { ReportRuns } from '../services/reports/report-runs.ts';
import { ReportService } from '../services/reports/reports.ts';
import { type ScriptUseDeps, ScriptUses } from '../services/scripts/script-uses.ts';
import type { Services } from '../services/services.ts';
import type { Stores } from '../stores/stores.ts';

export interface ServicesInput {
  config: Pick<Config, 'publicUrl'>;
  stores: Stores;
  playbooks: Playbooks;
  directory: Directory;
  relay: Relay;
  metrics: Metrics;
  clock: Clock;
  log: Logger;
  leases: Leases;
  installedAt: Date;
  platforms: readonly Platform[];
  /** Tells the engine that there is something to do. */
  kick: () => void;
  /** Tells the sender that something is waiting. */
  wake: () => void;
}

/** The use cases, and those of them that only the engine calls. */
export function composeServices(input: ServicesInput) {
  const { stores, playbooks, directory, metrics, clock, log, leases, installedAt, kick, wake } = input;
  const changes = new Changes(input.relay);
  const shared = { ...stores, playbooks, directory, changes, log, leases, clock };
  const assign = new AssignService(shared);
  const intake = new IntakeService({ ...shared, assign });
  const reports = new ReportService({ ...shared, onQueued: wake });
  const handover = new HandoverService({ ...shared, assign });
  const claims = { leases: stores.leases, owner: leases.owner };
  const sources = input.platforms.flatMap(({ name, members }) => (members ? [{ name, members }] : []));
  const reach = new ReachService({ ...shared, onQueued: wake });
  const directorySync = new DirectorySync({ ...shared, ...claims, handover, reach, sources });
  const notes = new NoteReader(shared);
  const sent = composeDocuments({ ...shared, notes, versions: stores.playbooks, onQueued: kick });
  const pages = pageLinksOf(input);
  const recording = composeRecording({ ...shared, notes });
  const moving = composeJourney(shared);
  const services: Services = {
    assign,
    intake,
    reports,
    directory,
    directorySync,
    reach,
    playbooks,
    people: stores.people,
    pages,
    ...composeQuestions({ ...input, ...sent, ...moving, ...recording, notes, pages }),
    ...recording,
    ...moving,
    ...sent,
    standings: new CustomerStandings(shared),
    merging: new Merging({ ...shared, assign }),
    projects: new Projects({ ...shared, intake }),
    imports: new ImportService({ ...shared, intake, undo: new ImportUndo(shared), onMore: kick }),
    ...composeMethod({ ...shared, versions: stores.playbooks, intake }),
    handover,
    leadGroups: new LeadGroups({
      ...shared,
      canGather: input.platforms.some(({ sender }) => sender.groups?.gathers),
    }),
    nudges: new Nudges(shared),
    waiting: new WaitingLeads({ ...stores, assign }),
    notes,
    exports: new ExportService(shared),
    queries: new Queries(shared),
    figures: new FigureService(shared),
  };
  const ticking = [new LeadClocks({ ...shared, assign }), new OrderClocks(stores)];
  const clocks = new ClockService({
    ...shared,
    ticking,
    onFired: (name, lateMs) => {
      metrics.clocksFired.inc({ clock: name });
      metrics.clockLateness.observe({ clock: name }, Math.max(0, lateMs) / 1000);
    },
  });
  const reportRuns = new ReportRuns({ ...shared, runs: stores.jobRuns, reports, installedAt });
  const auditor = new Auditor({
    ...shared,
    ticking,
    quotas: (now) => quotasOf(input.platforms, metrics, now),
    onFindings: (findings) => {
      for (const [finding, n] of Object.entries(findings)) metrics.auditFindings.set({ finding }, n);
    },
  });
  return { services, clocks, reportRuns, auditor, directorySync };
}

/** The playbook, as people change and try it in the chat. */
function composeMethod(
  deps: MethodChangeDeps & Omit<TrialDeps, 'known'> & KnownCustomersDeps & VocabularyDeps,
): Pick<Services, 'methodChanges' | 'trials' | 'vocabulary'> {
  return {
    vocabulary: new VocabularyService(deps),
    methodChanges: new MethodChangeService(deps),
    trials: new TrialService({ ...deps, known: new KnownCustomers(deps) }),
  };
}

type Sent = Pick<Services, 'documents' | 'documentReview' | 'templateDrafts'>;

/** Forms people send: read, looked at, and made into new kinds. */
function composeDocuments(
  deps: Omit<DocumentDeps, 'reader'> & Omit<DocumentReviewDeps & TemplateDraftDeps, 'reading'>,
): Sent {
  const documents = new DocumentService({ ...deps, reader: createDocumentReader() });
  const documentReview = new DocumentReview(deps, documents);
  return { documents, documentReview, templateDrafts: new TemplateDrafts({ ...deps, reading: documents }) };
}

type Recording = Pick<
  Services,
  'followUp' | 'corrections' | 'visits' | 'visitQuestions' | 'cases' | 'scriptUses'
>;

/** What people record, what visits are asked about, and what helps with the next call. */
function composeRecording(
  deps: FollowUpDeps &
    CorrectionDeps &
    CaseDeps &
    ScriptUseDeps &
    Omit<VisitDeps, 'followUp' | 'corrections'>,
): Recording {
  const followUp = new FollowUpService(deps);
  const corrections = new CorrectionService(deps);
  const visits = new VisitService({ ...deps, followUp, corrections });
  return {
    ...{
      followUp,
      corrections,
      visits,
      visitQuestions: new VisitQuestions({ ...deps, visits, corrections }),
    },
    ...{ cases: new SimilarCases(deps), scriptUses: new ScriptUses(deps) },
  };
}

type Moving = Pick<Services, 'facts' | 'journey' | 'locks' | 'pendingMoves' | 'orders'>;

/** What a lead's stage asks for, and how it moves on. */
function composeJourney(deps: FactDeps & JourneyDeps & PendingDeps & OrderDeps): Moving {
  return {
    facts: new FactService(deps),
    journey: new JourneyService(deps),
    locks: new LockService(deps),
    pendingMoves: new PendingMoves(deps),
    orders: new OrderService(deps),
  };
}

/** What people are asked, and what their answers are taken for. */
function composeQuestions({
  stores: { askings, leads },
  directory,
  orders,
  documents,
  documentReview: review,
  templateDrafts: drafts,
  facts,
  journey,
  pendingMoves: pending,
  notes,
  pages,
  visitQuestions,
}: Pick<ServicesInput, 'stores' | 'directory'> &
  Sent &
  Moving &
  Pick<Services, 'notes' | 'pages' | 'visitQuestions'>) {
  const sets = [
    new GateQuestions({ leads, facts, journey, pending, pages }),
    new LostReasonQuestions({ leads, journey, askings }),
    new LostToQuestions({ leads, journey, askings }),
    new BackReasonQuestions({ leads, journey, askings }),
    new FieldQuestions({ leads, facts }),
    new DocumentQuestions({ documents, review }),
    new TemplateQuestions({ documents, drafts }),
    visitQuestions,
    new OrderQuestions({ orders, directory }),
  ];
  const questions = new Questions({ askings, sets });
  return { questions, questionListener: new QuestionListener({ askings, notes, pages }, questions) };
}

/** Where people's browsers reach the product, as far as they can be recognised there. */
function pageLinksOf({ config, platforms }: Pick<ServicesInput, 'config' | 'platforms'>): PageLinks {
  const withLogin = new Set(platforms.flatMap(({ name, login }) => (login ? [name] : [])));
  return new PageLinks({ publicUrl: config.publicUrl, withLogin });
}

const IN_CHINESE: Record<string, string> = { wecom: '企业微信', dingtalk: '钉钉' };

/** What the platforms have left of their month; `/metrics` shows it too. */
async function quotasOf(platforms: readonly Platform[], metrics: Metrics, now: Date): Promise<QuotaState[]> {
  const states: QuotaState[] = [];
  for (const { name: platform, quotas } of platforms) {
    for (const { name: quota, used, limit } of (await quotas?.(now)) ?? []) {
      const expected = forecast(used, now);
      for (const [figure, value] of Object.entries({ used, limit, forecast: expected }))
        metrics.platformQuota.set({ platform, quota, figure }, value);
      states.push({
        platform: IN_CHINESE[platform] ?? platform,
        name: quota,
        used,
        limit,
        forecast: expected,
      });
    }
  }
  return states;
}
