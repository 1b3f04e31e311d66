import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** The product's own figures, for Prometheus. */
export interface Metrics {
  registry: Registry;
  messages: Counter<'outcome' | 'kind'>;
  messagesDropped: Counter<'kind' | 'reason'>;
  messageDelay: Histogram<'urgency'>;
  clocksFired: Counter<'clock'>;
  clockLateness: Histogram<'clock'>;
  jobRuns: Counter<'job' | 'result'>;
  jobDuration: Histogram<'job'>;
  events: Counter<'platform' | 'kind'>;
  auditFindings: Gauge<'finding'>;
  platformQuota: Gauge<'platform' | 'quota' | 'figure'>;
}

export function createMetrics(queues: () => Promise<Record<string, number>>): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  new Gauge({
    name: 'genjin_queue_size',
    help: 'Rows waiting, being worked on, or given up, by queue and state',
    labelNames: ['queue'],
    registers,
    async collect() {
      this.reset();
      for (const [queue, size] of Object.entries(await queues())) this.set({ queue }, size);
    },
  });
  return {
    registry,
    messages: new Counter({
      name: 'genjin_messages_total',
      help: 'Messages by what became of them',
      labelNames: ['outcome', 'kind'],
      registers,
    }),
    messagesDropped: new Counter({
      name: 'genjin_messages_dropped_total',
      help: 'Messages not sent because there was nothing left to say, by kind of card and reason',
      labelNames: ['kind', 'reason'],
      registers,
    }),
    messageDelay: new Histogram({
      name: 'genjin_message_delay_seconds',
      help: 'From being queued to being handed to the platform',
      labelNames: ['urgency'],
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 60, 600],
      registers,
    }),
    clocksFired: new Counter({
      name: 'genjin_clocks_fired_total',
      help: 'Clock steps fired',
      labelNames: ['clock'],
      registers,
    }),
    clockLateness: new Histogram({
      name: 'genjin_clock_lateness_seconds',
      help: 'From being due to having fired',
      labelNames: ['clock'],
      buckets: [0.5, 1, 2, 5, 10, 30, 60, 600, 3600],
      registers,
    }),
    ...jobMetrics(registers),
    events: new Counter({
      name: 'genjin_events_total',
      help: 'Events received for the first time',
      labelNames: ['platform', 'kind'],
      registers,
    }),
    platformQuota: new Gauge({
      name: 'genjin_platform_quota',
      help: 'Monthly quota of a platform: used, limit, and the forecast for the end of the month',
      labelNames: ['platform', 'quota', 'figure'],
      registers,
    }),
    auditFindings: new Gauge({
      name: 'genjin_auditor_findings',
      help: 'What should have happened and did not, at the last look',
      labelNames: ['finding'],
      registers,
    }),
  };
}

function jobMetrics(registers: Registry[]): Pick<Metrics, 'jobRuns' | 'jobDuration'> {
  return {
    jobRuns: new Counter({
      name: 'genjin_job_runs_total',
      help: 'Runs of each job of the engine, by result',
      labelNames: ['job', 'result'],
      registers,
    }),
    jobDuration: new Histogram({
      name: 'genjin_job_duration_seconds',
      help: 'How long a run of each job took',
      labelNames: ['job'],
      buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 30],
      registers,
    }),
  };
}
