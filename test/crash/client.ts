import type { Ask, EventAsk, FileAsk, LeadAsk } from './ledger.ts';

const TIMEOUT_MS = 60_000;

/** Sends an ask, the first time or again, and writes down the answer. A broken connection leaves it open. */
export async function send(url: string, ask: Ask): Promise<void> {
  try {
    if (ask.kind === 'leads') await sendLeads(url, ask);
    else if (ask.kind === 'event') await sendEvent(url, ask);
    else await sendFile(url, ask);
  } catch {
    // Killed under the request: it is sent again in a later round.
  }
}

async function sendLeads(url: string, ask: LeadAsk): Promise<void> {
  const response = await post(`${url}/api/leads`, JSON.stringify(ask.items), {
    'Content-Type': 'application/json',
    'Idempotency-Key': ask.key,
    Authorization: 'Bearer demo',
  });
  const body = (await response.json()) as { results?: LeadAsk['results'] };
  if (response.status < 300 && body.results) ask.results = body.results;
}

async function sendEvent(url: string, ask: EventAsk): Promise<void> {
  const response = await post(url + ask.path, JSON.stringify({ ...ask.body, id: ask.id }), {
    'Content-Type': 'application/json',
  });
  await response.arrayBuffer();
  if (response.status < 300) ask.acknowledged = true;
  else if (response.status < 500) ask.refused = true;
}

async function sendFile(url: string, ask: FileAsk): Promise<void> {
  const form = new FormData();
  form.set('userId', ask.userId);
  form.set('id', ask.id);
  form.set('file', new Blob([ask.text], { type: 'text/csv' }), ask.name);
  const response = await fetch(`${url}/simulator/files`, {
    method: 'POST',
    body: form,
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  await response.arrayBuffer();
  if (response.status < 300) ask.acknowledged = true;
}

/** Moves the demo's clock; resolves when everything due until then has happened. */
export async function moveClock(url: string, body: { advance: string } | { to: string }): Promise<Date> {
  const response = await post(`${url}/simulator/clock`, JSON.stringify(body), {
    'Content-Type': 'application/json',
  });
  const answer = (await response.json()) as { now?: string; detail?: string };
  if (!answer.now) throw new Error(`the clock did not move: ${JSON.stringify(answer)}`);
  return new Date(answer.now);
}

export async function get<T>(url: string): Promise<T> {
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

function post(url: string, body: string, headers: Record<string, string>): Promise<Response> {
  return fetch(url, { method: 'POST', body, headers, signal: AbortSignal.timeout(TIMEOUT_MS * 5) });
}
