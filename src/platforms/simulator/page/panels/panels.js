/**
 * The side panel: submit a lead, leads, audit, mail. A shown tab keeps itself up to date.
 *
 * @import { LeadResult } from '../contract.ts'
 * @import { SimulatedClock } from '../lib/clock.js'
 * @import { Store } from '../lib/store.js'
 * @import { Sync } from '../lib/sync.js'
 * @typedef {{ store: Store, now: () => Date, openPerson: (userId: string) => void, openDrawer: () => void }} Context
 */
import { byId, h } from '../lib/dom.js';
import { Audit } from './audit.js';
import { showForms } from './forms.js';
import { openLeadDetail } from './lead-detail.js';
import { LeadForm } from './lead-form.js';
import { Leads } from './leads.js';
import { Mails } from './mails.js';
import { Tabs } from './tabs.js';

/** Several changes at once cause one refresh. */
const SETTLE_MS = 400;

export class Panels {
  #context;
  #tabs = new Tabs(byId('tabs'));
  #audit;
  #leads;
  #mails;
  #timer = 0;

  /** @param {Context} context */
  constructor(context) {
    this.#context = context;
    const users = () => context.store.users;
    const openLead = (/** @type {string} */ id) => void this.#openLead(id);
    this.#audit = new Audit({ users, now: context.now, openLead });
    this.#leads = new Leads({ users, openLead });
    this.#mails = new Mails(context.now);
    const form = new LeadForm((leadId, result) => this.#describe(leadId, result));
    byId('panel-submit').prepend(form.element);
    byId('panel-leads').append(this.#leads.element);
    byId('panel-audit').append(this.#audit.element);
    byId('panel-mails').append(this.#mails.element);
    void showForms(byId('forms'));
    this.#tabs.addEventListener('change', () => this.#refresh());
  }

  /** Refreshes the shown tab whenever something happened. @param {Sync} sync @param {SimulatedClock} clock */
  follow(sync, clock) {
    const soon = () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#refresh(), SETTLE_MS);
    };
    sync.addEventListener('hint', soon);
    clock.addEventListener('move', () => !clock.isMoving && soon());
  }

  #refresh() {
    if (this.#tabs.current === 'panel-leads') void this.#leads.refresh();
    if (this.#tabs.current === 'panel-audit') void this.#audit.refresh();
    if (this.#tabs.current === 'panel-mails') void this.#mails.refresh();
  }

  /** @param {string} leadId */
  #openLead(leadId) {
    const { store, now, openPerson, openDrawer } = this.#context;
    return openLeadDetail(leadId, {
      users: () => store.users,
      now,
      openPerson,
      openAudit: (id) => {
        openDrawer();
        void this.#audit.filterBy(id);
        this.#tabs.show('panel-audit');
      },
    });
  }

  /** What to say and offer about an accepted lead. @param {string} leadId @param {LeadResult} result */
  #describe(leadId, result) {
    const owner = this.#context.store.user(result.ownerId ?? '');
    const button = (/** @type {string} */ label, /** @type {() => void} */ click) =>
      h('button', { type: 'button', class: 'link-button', on: { click } }, label);
    return [
      h('p', {}, owner ? `负责人：${owner.name}` : '正在等人接手。'),
      h(
        'p',
        { class: 'note-links' },
        owner ? button(`看${owner.name}的手机`, () => this.#context.openPerson(owner.id)) : '',
        leadId ? button('看分配依据', () => void this.#openLead(leadId)) : '',
      ),
    ];
  }
}
