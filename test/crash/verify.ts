import type { Ledger } from './ledger.ts';
import type { Finding } from './promises/finding.ts';
import { eventsHandled, importedOnce, leadsOnce, oneOpenLeadPerCustomer } from './promises/intake.ts';
import {
  clocksFiredOnce,
  clocksRunning,
  decisionsKept,
  effectsMoved,
  interactionsCounted,
  journeysWhole,
  oneOwner,
  slotsAtOwner,
} from './promises/leads.ts';
import { answersMatchDeeds, messagesDelivered, messagesOnce, reportsOnce } from './promises/messages.ts';
import type { World } from './world.ts';

/** Compares what was acknowledged with what is there. */
export function verify(world: World, ledger: Ledger): Finding[] {
  return [
    leadsOnce(world, ledger),
    importedOnce(world, ledger),
    oneOpenLeadPerCustomer(world, ledger),
    eventsHandled(world, ledger),
    answersMatchDeeds(world),
    interactionsCounted(world),
    journeysWhole(world),
    oneOwner(world),
    decisionsKept(world),
    slotsAtOwner(world),
    clocksRunning(world),
    clocksFiredOnce(world),
    effectsMoved(world),
    messagesDelivered(world),
    messagesOnce(world),
    reportsOnce(world),
  ];
}
