/**
 * The simulator's HTTP contract (contract.ts), one function per call. Every failure becomes an `ApiError` whose
 * text can be shown.
 *
 * @import * as Contract from '../contract.ts'
 */

export class ApiError extends Error {
  /**
   * @param {string} title
   * @param {{ status?: number, detail?: string, problems?: Contract.FieldProblem[] }} [more]
   */
  constructor(title, more = {}) {
    super(title);
    this.name = 'ApiError';
    this.status = more.status ?? 0;
    this.detail = more.detail ?? '';
    this.problems = more.problems ?? [];
  }
}

/**
 * @param {string} path
 * @param {RequestInit} [init]
 * @param {readonly number[]} [accepted] statuses beyond 2xx whose body is an answer too
 * @returns {Promise<unknown>}
 */
async function call(path, init = {}, accepted = []) {
  let response;
  try {
    response = await fetch(path, { ...init, headers: { accept: 'application/json', ...init.headers } });
  } catch {
    throw new ApiError('连不上服务', { detail: '请确认程序仍在运行，然后再试一次。' });
  }
  const body = await response.json().catch(() => undefined);
  const isProblem = response.headers.get('content-type')?.includes('problem+json') ?? false;
  if (response.ok || (accepted.includes(response.status) && !isProblem)) {
    if (body === undefined) throw new ApiError('服务的回答读不懂', { status: response.status });
    return body;
  }
  throw toError(response.status, body);
}

/** @param {number} status @param {unknown} body */
function toError(status, body) {
  const problem = /** @type {Contract.ProblemDocument} */ (body ?? {});
  return new ApiError(problem.title ?? `请求没有成功（${status}）`, {
    status,
    ...(problem.detail === undefined ? {} : { detail: problem.detail }),
    ...(Array.isArray(problem.problems) ? { problems: problem.problems } : {}),
  });
}

/** @param {string} path @param {unknown} body @param {Record<string, string>} [headers] */
const post = (path, body, headers = {}) =>
  call(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

/** @param {Record<string, string | number | undefined>} params */
function query(params) {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value !== undefined && value !== '') search.set(name, String(value));
  }
  return search.size ? `?${search}` : '';
}

/** The demo's key; the real product has keys of its own. */
const KEY = { authorization: 'Bearer demo' };
const id = encodeURIComponent;

export async function getUsers() {
  const body = /** @type {{ users: Contract.SimulatorUser[] }} */ (await call('/simulator/users'));
  return body.users;
}

/** @param {string} userId @param {{ after?: string | undefined, limit: number }} page */
export async function getMessages(userId, page) {
  const path = `/simulator/users/${id(userId)}/messages${query(page)}`;
  const body = /** @type {{ messages: Contract.SimulatorMessage[] }} */ (await call(path));
  return body.messages;
}

/** @param {string} userId @param {string} text */
export const sendText = (userId, text) => post('/simulator/messages', { userId, text });

/** @param {{ userId: string, messageId: string, actionId: string, values: Record<string, string> }} action */
export const sendAction = (action) => post('/simulator/actions', action);

/** @param {string} userId @param {File} file */
export function sendFile(userId, file) {
  const body = new FormData();
  body.set('userId', userId);
  body.set('file', file);
  return call('/simulator/files', { method: 'POST', body });
}

export async function getClock() {
  const body = /** @type {{ now: string }} */ (await call('/simulator/clock'));
  return new Date(body.now);
}

/** Answers when everything due by then has run: may take long. @param {Contract.ClockMove} move */
export async function moveClock(move) {
  return /** @type {Contract.ClockMoved} */ (await post('/simulator/clock', move));
}

/** @param {{ lead?: string, limit: number }} filter */
export async function getAudit(filter) {
  const body = /** @type {{ entries: Contract.AuditEntry[] }} */ (
    await call(`/simulator/audit${query(filter)}`)
  );
  return body.entries;
}

export async function getMails() {
  const body = /** @type {{ mails: Contract.Mail[] }} */ (await call('/simulator/mails'));
  return body.mails;
}

export async function getForms() {
  const body = /** @type {{ forms: Contract.FormLink[] }} */ (await call('/simulator/forms'));
  return body.forms;
}

/** @param {number} limit */
export async function getLeads(limit) {
  const body = /** @type {{ leads: Contract.LeadSummary[] }} */ (
    await call(`/api/leads${query({ limit })}`, { headers: KEY })
  );
  return body.leads;
}

/** @param {string} leadId */
export async function getLead(leadId) {
  return /** @type {Contract.LeadDetail} */ (await call(`/api/leads/${id(leadId)}`, { headers: KEY }));
}

/** One lead; a rejected one is an answer, not an error. @param {Contract.LeadItem} lead @param {string} key */
export async function createLead(lead, key) {
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key, ...KEY },
    body: JSON.stringify(lead),
  };
  const body = /** @type {{ results: Contract.LeadResult[] }} */ (await call('/api/leads', init, [422]));
  const [result] = body.results;
  if (!result) throw new ApiError('服务没有说明结果');
  return result;
}
