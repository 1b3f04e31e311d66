import { type Op, step } from '../../core/effect.ts';
import type { Customer } from '../../domain/customer.ts';
import type { Interaction } from '../../domain/interactions/interaction.ts';
import { customerFactsTakenBack, writeCustomerFacts } from '../../domain/leads/write-customer-facts.ts';
import type { Change } from '../../stores/aggregate.ts';
import type { CustomerStore } from '../../stores/customers.ts';
import type { Changes } from '../changes.ts';
import type { Playbooks } from '../playbooks.ts';
import { auditOf, describeContact } from './interaction-effects.ts';

/**
 * What records about a customer without an open lead do to the customer: values, tags, concerns, the last contact. Each
 * call comes to the same once or twice.
 */
export class CustomerRecords {
  private readonly deps: { customers: CustomerStore; changes: Changes; playbooks: Playbooks };

  constructor(deps: { customers: CustomerStore; changes: Changes; playbooks: Playbooks }) {
    this.deps = deps;
  }

  /** Carries a record that was just made through to its customer. */
  async carryOut(record: Interaction, op: Op): Promise<void> {
    const { playbook } = await this.deps.playbooks.current();
    const about = { _id: record.leadId, customerId: record.customerId };
    const entry = auditOf(about, 'interaction.recorded', describeContact(record), {
      interactionId: record._id,
    });
    await this.change(record, step(op, 'customer'), (customer) => ({
      set: writeCustomerFacts(customer, record._id, record.facts ?? { values: [] }, playbook),
      effects: [{ type: 'audit', entry }],
    }));
    await this.noteContact(record);
  }

  /** @param corrected the record as it reads now */
  async correct(corrected: Interaction, op: Op): Promise<void> {
    const { playbook } = await this.deps.playbooks.current();
    await this.change(corrected, op, (customer) => {
      const before = { ...customer, ...customerFactsTakenBack(customer, corrected._id, playbook) };
      return { set: writeCustomerFacts(before, corrected._id, corrected.facts ?? { values: [] }, playbook) };
    });
    await this.noteContact(corrected);
  }

  async undo(record: Interaction, op: Op): Promise<void> {
    const { playbook } = await this.deps.playbooks.current();
    await this.change(record, op, (customer) => ({
      set: customerFactsTakenBack(customer, record._id, playbook),
    }));
  }

  private async noteContact({ reached, customerId, at, objections }: Interaction): Promise<void> {
    if (reached !== 'yes') return;
    const concerns = objections.map(({ label }) => label);
    await this.deps.customers.noteContact(customerId, at, concerns);
  }

  private change({ customerId }: Interaction, op: Op, decide: (customer: Customer) => Change<Customer>) {
    return this.deps.changes.change(this.deps.customers, customerId, op, decide);
  }
}
