import { GenjinError } from '../core/errors.ts';
import { reachedOfOlder } from '../domain/interactions/older-records.ts';
import type { Stores } from './stores.ts';

/**
 * One change of the shape of stored data. A step may be cut off and run again from its beginning, and two processes
 * may run it at the same time: running it twice leaves the same as running it once.
 */
interface UpgradeStep {
  name: string;
  run(stores: Stores): Promise<void>;
}

/** In order; a step's place is the version it leads to. Steps are only ever added at the end. */
export const STEPS: readonly UpgradeStep[] = [
  {
    // The score table of an assignment once stood on the lead itself.
    name: 'decisions-apart',
    run: ({ leads, decisions }) =>
      leads.separateDecisions((leadId, decision) => decisions.keep(leadId, decision)),
  },
  {
    name: 'reports-of-one-shape',
    run: ({ reports }) => reports.reshapeActivation(),
  },
  {
    // Any record but 未接通 once counted as a contact; now each says whether it is one.
    name: 'contact-defined',
    run: defineContacts,
  },
  {
    // The one question a person was asked last once stood on the person; it lasted ten minutes.
    name: 'questions-apart',
    run: ({ people }) => people.dropAsked(),
  },
  {
    // What happened before figures were computed from facts is stated once, as the records tell it.
    name: 'facts-of-the-past',
    run: async ({ leads, interactions }) => {
      await leads.stateFacts(({ lastInteractionAt, createdAt }) => lastInteractionAt ?? createdAt);
      await interactions.stateFacts(({ at }) => at);
    },
  },
];

const VERSION = 'data-version';

/**
 * Brings what an earlier release left in the database into today's shape, before anything reads it. The version
 * reached is kept after each step, so that a start that is cut off goes on where it stopped.
 * @throws GenjinError `config` when a newer release has written this database: older code would misread it
 */
export async function upgrade(stores: Stores, steps: readonly UpgradeStep[] = STEPS): Promise<void> {
  const reached = (await stores.settings.get<number>(VERSION)) ?? 0;
  if (reached > steps.length) throw newerData(reached, steps.length);
  for (const [index, step] of steps.entries()) {
    if (index < reached) continue;
    await step.run(stores);
    await stores.settings.set(VERSION, index + 1);
  }
}

/** The version the data stands at, and the one this release needs; for whoever looks before a start. */
export async function dataVersion(
  stores: Pick<Stores, 'settings'>,
): Promise<{ stored: number; known: number }> {
  return { stored: (await stores.settings.get<number>(VERSION)) ?? 0, known: STEPS.length };
}

function newerData(stored: number, known: number): GenjinError {
  return new GenjinError('config', `The data is of version ${stored}, this release knows ${known}`, {
    userText: `数据库由更新的版本写入（数据版本 ${stored}，本程序只认识到 ${known}）。为避免读错数据没有启动：请换回较新的程序，或用升级前的备份。`,
  });
}

/** Records made before contact had a definition get theirs, and their leads stand as it says. */
async function defineContacts({ interactions, leads, playbooks }: Stores): Promise<void> {
  const newest = await playbooks.newest();
  if (!newest) return;
  const { playbook } = newest.content;
  await interactions.withoutReached(async (records) => {
    for (const leadId of new Set(records.map((record) => record.leadId))) {
      const all = await interactions.ofLead(leadId);
      // The lead first: cut off in between, its records are found again.
      const judged = await leads.standAs(leadId, newest.content, (lead) =>
        all.map((record) => ({
          ...record,
          reached: record.reached ?? reachedOfOlder(record, lead, playbook),
        })),
      );
      for (const { _id, reached } of judged) await interactions.setReached(_id, reached);
    }
  });
}
