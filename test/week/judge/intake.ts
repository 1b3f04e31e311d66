import { type Outcome, type Row, row, when } from './outcome.ts';

/** Every lead that was sent is there once, with its own company and number. */
export function leadsLost({ truth, leads }: Outcome): Row {
  const lost = truth.stories.flatMap(({ leadId, customer, sentAt }) => {
    const lead = leads.get(leadId);
    const digits = lead?.phone?.replace(/\D/g, '') ?? '';
    return lead && digits.endsWith(customer.phone)
      ? []
      : [`${leadId} ${customer.company} sent ${when(sentAt)}: not there as sent`];
  });
  const refused = truth.refused.map((company) => `${company}: not taken in`);
  return row('leads-lost', truth.stories.length + truth.refused.length, [...lost, ...refused]);
}

/** No lead came of nothing, none twice: the instance has as many as were sent, and a repeat is the same lead. */
export function leadsDoubled({ truth, leads, stories }: Outcome): Row {
  const invented = [...leads.keys()].filter((id) => !stories.has(id)).map((id) => `${id}: nobody sent it`);
  const repeats = truth.stories.flatMap(({ leadId, again }) =>
    again.map((one) => ({ first: leadId, ...one })),
  );
  const doubled = repeats
    .filter((one) => one.leadId !== '' && !isSame(one))
    .map(({ first, how, status, at }) => `${first} ${how} ${when(at)}: answered ${status}`);
  return row('leads-doubled', leads.size + repeats.length, [...invented, ...doubled]);
}

function isSame({ how, status }: { how: string; status: string }): boolean {
  return how === 'resent' || status === 'merged';
}

/** Two customers are never one lead: every story has a number of its own, and a repeat joins its own. */
export function leadsMixed({ truth, stories }: Outcome): Row {
  const mixed = truth.stories
    .filter((story) => stories.get(story.leadId) !== story)
    .map(
      (story) =>
        `${story.customer.company} became ${story.leadId} of ${stories.get(story.leadId)?.customer.company}`,
    );
  const joined = truth.stories.flatMap(({ leadId, again, customer }) =>
    again
      .filter((one) => one.leadId && one.leadId !== leadId)
      .map((one) => `${customer.company} ${one.how} joined ${one.leadId}, not ${leadId}`),
  );
  return row('leads-mixed', truth.stories.length, [...mixed, ...joined]);
}

/** At any time exactly one owner: the timeline hands on without a gap, and everybody who got the lead was told. */
export function oneOwner({ stories, leads, messages }: Outcome): Row {
  const told = new Set(
    messages
      .filter(({ kind }) => kind === 'lead-assigned' || kind === 'bundle')
      .flatMap((m) => m.leads.map((lead) => `${m.userId} ${lead}`)),
  );
  const wrong = [...stories.values()].flatMap((story) => {
    const lead = leads.get(story.leadId);
    if (!lead) return [];
    const held = story.tenures.at(-1);
    if (!lead.ownerId) return [`${story.leadId} has no owner`];
    if (held?.owner !== lead.ownerId)
      return [`${story.leadId} is ${lead.ownerId}'s; the last one told was ${held?.owner}`];
    return story.tenures
      .filter(({ owner }) => !told.has(`${owner} ${story.leadId}`))
      .map(({ owner, from }) => `${story.leadId} went to ${owner} at ${when(from)}, who was not told`);
  });
  return row('one-owner', stories.size, wrong);
}

/** Nobody who is away or gone gets a lead, and who is gone keeps none. */
export function absent({ truth, stories, leads }: Outcome): Row {
  const given = [...stories.values()].flatMap(({ leadId, tenures }) =>
    tenures
      .filter(({ owner, from }) =>
        truth.absences.some((a) => a.who === owner && from > a.from + 2_000 && from < a.until),
      )
      .map(({ owner, from }) => `${leadId} went to ${owner} at ${when(from)}, who was away`),
  );
  const gone = truth.absences
    .filter(({ from, until }) => until - from > 30 * 86_400_000)
    .map(({ who }) => who);
  const kept = [...stories.keys()]
    .filter((id) => gone.includes(leads.get(id)?.ownerId ?? ''))
    .map((id) => `${id} is still with somebody who left`);
  return row('absent-owners', stories.size, [...given, ...kept]);
}

/** An open lead always has a clock that is still to come. */
export function clocksAlive({ leads, end }: Outcome): Row {
  const open = [...leads.values()].filter(({ status }) => status !== 'won' && status !== 'lost');
  const wrong = open
    .filter(({ clocks }) => !clocks.some(({ dueAt }) => Date.parse(dueAt) > end - 60_000))
    .map(
      ({ id, clocks }) =>
        `${id}: ${clocks.map(({ name, dueAt }) => `${name} ${when(Date.parse(dueAt))}`).join(', ') || 'no clock'}`,
    );
  return row('clocks-alive', open.length, wrong);
}
