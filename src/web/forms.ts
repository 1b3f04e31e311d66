import Router from '@koa/router';
import type { Context } from 'koa';
import QRCode from 'qrcode';
import type { Clock } from '../core/clock.ts';
import { digest, type MakeId } from '../core/ids.ts';
import type { Logger } from '../core/logger.ts';
import { formToSubmission } from '../domain/intake/form.ts';
import type { PlaybookForm } from '../domain/playbook/forms.ts';
import type { PlaybookVersion } from '../domain/playbook/playbook.ts';
import type { Services } from '../services/services.ts';
import { asPage } from './as-page.ts';
import { formView } from './form-view.ts';
import { HttpError, readBody } from './http.ts';
import { renderFormPage, renderThanksPage } from './pages/form/render.ts';
import { type AnswerValue, SUBMISSION_FIELD, TRAP_FIELD } from './pages/form/view.ts';
import { rateLimit } from './rate-limit.ts';

export interface FormDeps {
  services: Services;
  clock: Clock;
  makeId: MakeId;
  publicUrl: string;
  log: Logger;
}

const MAX_BODY = 64 * 1024;

/** The public forms of the playbook (A2): anybody may open and send them; nothing else is reachable from here. */
export function formRoutes(deps: FormDeps): Router {
  const router = new Router();
  const limit = rateLimit({ perMinute: 30, burst: 60, clock: deps.clock, key: (ctx) => ctx.ip });
  router.get('/forms/:id/qr.svg', async (ctx) => {
    const { form } = await find(ctx, deps);
    ctx.type = 'image/svg+xml';
    ctx.body = await QRCode.toString(`${deps.publicUrl}/forms/${encodeURIComponent(form.id)}`, {
      type: 'svg',
      margin: 1,
    });
  });
  router.get('/forms/:id', async (ctx) => {
    await asPage(ctx, '没有提交成功', async () => {
      const { form, version } = await find(ctx, deps);
      ctx.body = renderFormPage(formView(form, version.playbook, { submissionId: deps.makeId('s') }));
    });
  });
  router.post('/forms/:id', async (ctx) => {
    await asPage(ctx, '没有提交成功', async () => {
      await limit(ctx, () => submit(ctx, deps));
    });
  });
  return router;
}

async function submit(ctx: Context, deps: FormDeps): Promise<void> {
  const { form, version } = await find(ctx, deps);
  if (!ctx.is('urlencoded')) throw new HttpError(415, '请直接在页面上提交');
  const sent = new URLSearchParams((await readBody(ctx, MAX_BODY)).toString('utf8'));
  if (sent.get(TRAP_FIELD)) {
    // A program filled in what no person sees. It is thanked like everybody, so that it learns nothing.
    deps.log.info({ form: form.id }, 'form submission of a program ignored');
    ctx.body = renderThanksPage(form);
    return;
  }
  const answers = Object.fromEntries(form.questions.map((q) => [q.field, answerOf(sent.getAll(q.field))]));
  const submissionId = sent.get(SUBMISSION_FIELD)?.slice(0, 100) || deps.makeId('s');
  const parsed = formToSubmission(form, answers, version.playbook);
  if (!parsed.ok) {
    const problems = Object.fromEntries(parsed.problems.map((p) => [p.path, p.message]));
    ctx.status = 422;
    ctx.body = renderFormPage(formView(form, version.playbook, { submissionId, problems, values: answers }));
    return;
  }
  const op = { key: `form:${form.id}:${digest(submissionId)}`, now: deps.clock.now(), by: `form:${form.id}` };
  await deps.services.intake.submit(parsed.submission, op);
  ctx.body = renderThanksPage(form);
}

async function find(ctx: Context, deps: FormDeps): Promise<{ form: PlaybookForm; version: PlaybookVersion }> {
  const version = await deps.services.playbooks.current();
  const form = version.playbook.forms.find((candidate) => candidate.id === ctx.params.id);
  if (!form) throw new HttpError(404, '没有这张表单，请检查链接或二维码');
  return { form, version };
}

function answerOf(values: string[]): AnswerValue {
  return values.length > 1 ? values : (values[0] ?? '');
}
