/**
 * Makes the labelled set in fixtures/documents: `node --import tsx test/support/documents/make-set.ts`. The same forms
 * every time; their pixels may differ with the version of the libraries, so the files are kept.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom, type Random } from '../random.ts';
import { type FilledForm, licence, STOCK, type Ticks, trialConsent, trialFeedback } from './forms.ts';
import { type LabelledForm, VARIANTS, type Variant } from './labelled.ts';
import { drawForm } from './sheet.ts';
import { asPdf, photograph, photoOf, pictures, scan } from './spoil.ts';

const SET = new URL('../../../fixtures/documents/', import.meta.url).pathname;

/** How many of each, per template and part. */
const COUNTS: Record<Variant, number> = {
  clean: 2,
  scan: 2,
  photo: 3,
  seal: 2,
  small: 1,
  mixed: 1,
  unticked: 1,
  'double-ticked': 1,
  handwriting: 1,
};

const MAKERS = { 'trial-feedback': trialFeedback, 'trial-consent': trialConsent, licence } as const;

/** The bytes of a form after what happened to it, and the ending of its name. */
async function spoiled(
  filled: FilledForm,
  variant: Variant,
  random: Random,
): Promise<[Buffer, 'pdf' | 'jpg']> {
  const { form } = filled;
  const sealed = { ...form, seal: variant === 'seal' || random.chance(0.2) ? sealOf(filled) : undefined };
  const byHand = variant === 'handwriting';
  if (variant === 'clean') {
    return [await drawForm({ ...form, boxesAsText: random.chance(0.5) }), 'pdf'];
  }
  if (variant === 'mixed') return [await mixed(filled, random), 'pdf'];
  const pdf = await drawForm({ ...sealed, byHand });
  const [picture] = (await pictures(pdf, variant === 'small' ? 1000 : undefined)) as [Buffer];
  if (variant === 'scan') return [await asPdf([await scan(picture, random)]), 'pdf'];
  const camera = photoOf(random);
  const small = { ...camera, width: 1000, quality: 45, blur: 0.4 };
  return [await photograph(picture, variant === 'small' ? small : camera, random), 'jpg'];
}

/** The first page as it was printed, the second one scanned in. */
async function mixed({ form }: FilledForm, random: Random): Promise<Buffer> {
  const first = await drawForm({ ...form, rows: form.rows.slice(0, 4) });
  const [, second] = (await pictures(await drawForm(form, { split: 4 }))) as [Buffer, Buffer];
  return asPdf([await scan(second, random)], first);
}

function sealOf({ truth }: FilledForm): string {
  return `${truth.hospital ?? ''}专用章`;
}

function ticksOf(variant: Variant): Ticks {
  return variant === 'unticked' ? 'none' : variant === 'double-ticked' ? 'two' : 'one';
}

rmSync(join(SET, 'forms'), { recursive: true, force: true });
mkdirSync(join(SET, 'forms'), { recursive: true });
const labels: LabelledForm[] = [];
for (const [p, part] of (['development', 'held-back'] as const).entries()) {
  for (const [t, [template, make]] of Object.entries(MAKERS).entries()) {
    for (const [v, variant] of VARIANTS.entries()) {
      // A licence has nothing to tick: it is photographed once more instead.
      const shown = template === 'licence' && /tick/.test(variant) ? 'photo' : variant;
      for (let i = 0; i < COUNTS[variant]; i++) {
        const random = createRandom(1000 * p + 200 * t + 20 * v + i + 1);
        const filled = make(random, STOCK[part], ticksOf(variant), (v + i) % 2 ? 'lines' : 'table');
        const [bytes, ending] = await spoiled(filled, shown, random);
        const file = `forms/${part === 'held-back' ? 'h' : 'd'}-${template}-${variant}-${i + 1}.${ending}`;
        writeFileSync(join(SET, file), bytes);
        labels.push({ file, template, variant: shown, part, values: filled.truth });
      }
    }
  }
}
writeFileSync(join(SET, 'labels.jsonl'), labels.map((label) => `${JSON.stringify(label)}\n`).join(''));
process.stdout.write(`${labels.length} forms\n`);
