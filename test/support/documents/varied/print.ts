/** Ink becomes a PDF: with its fonts in it, or, as office programs of the field write it, without. */
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import { type Face, type Ink, PAPER } from './ink.ts';

const font = createRequire(import.meta.url);
const file = (name: string) => font.resolve(`${name}.ttf`);

/** Fonts as forms are printed in. Each half of the set has its own. */
export const FONTS = {
  sans: file('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular'),
  'sans-medium': file('@expo-google-fonts/noto-sans-sc/500Medium/NotoSansSC_500Medium'),
  'sans-light': file('@expo-google-fonts/noto-sans-sc/300Light/NotoSansSC_300Light'),
  serif: file('@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular'),
  'serif-bold': file('@expo-google-fonts/noto-serif-sc/600SemiBold/NotoSerifSC_600SemiBold'),
} as const;
export type FontName = keyof typeof FONTS;

const HAND = file('@expo-google-fonts/ma-shan-zheng/400Regular/MaShanZheng_400Regular');

export async function printed(ink: readonly Ink[], name: FontName): Promise<Buffer> {
  const pdf = new PDFDocument({ size: 'A4', margin: 0, info: { CreationDate: new Date(0) } });
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const done = new Promise((resolve) => pdf.on('end', resolve));
  const faces: Record<Face, string> = { text: FONTS[name], bold: FONTS[name], hand: HAND };
  for (const [face, path] of Object.entries(faces)) pdf.registerFont(face, path);
  const pages = Math.max(...ink.map(({ page }) => page)) + 1;
  for (let page = 0; page < pages; page++) {
    if (page > 0) pdf.addPage();
    for (const one of ink.filter((i) => i.page === page)) draw(pdf, one);
  }
  pdf.end();
  await done;
  return Buffer.concat(chunks);
}

function draw(pdf: PDFKit.PDFDocument, ink: Ink): void {
  switch (ink.kind) {
    case 'text':
      drawText(pdf, ink);
      return;
    case 'line': {
      const [[x, y] = [0, 0], ...rest] = ink.points;
      pdf.lineWidth(ink.width).moveTo(x, y);
      if (ink.dash) pdf.dash(ink.dash, { space: ink.dash });
      for (const [px, py] of rest) pdf.lineTo(px, py);
      pdf.stroke('#111').undash();
      return;
    }
    case 'ring':
      pdf.lineWidth(1.4).ellipse(ink.x, ink.y, ink.rx, ink.ry).stroke('#123');
      return;
    case 'seal':
      drawSeal(pdf, ink);
  }
}

/** Each full character on its own place, so that every font keeps to the same layout. */
function drawText(pdf: PDFKit.PDFDocument, { x, y, size, face, text }: Ink & { kind: 'text' }): void {
  pdf.font(face).fontSize(size).fillColor('#000');
  let at = x;
  for (const piece of text.match(/[!-~]+|\s+|./gu) ?? []) {
    const isLatin = /[ -~]/.test(piece);
    if (piece.trim()) {
      const shown = /[□■√☑]/.test(piece) ? 'text' : face;
      if (/[□■√☑]/.test(piece)) pdf.font(FONTS.sans);
      else pdf.font(shown);
      pdf.text(piece, at, y - size * 0.2, { lineBreak: false });
    }
    at += isLatin ? piece.length * 0.56 * size : size;
  }
}

function drawSeal(pdf: PDFKit.PDFDocument, { x, y, text }: Ink & { kind: 'seal' }): void {
  const radius = 54;
  pdf.save().opacity(0.7).lineWidth(2.6).circle(x, y, radius).stroke('#c8202a');
  const star = Array.from({ length: 10 }, (_, i): [number, number] => {
    const [r, a] = [i % 2 ? 6 : 15, (Math.PI / 5) * i - Math.PI / 2];
    return [x + r * Math.cos(a), y + r * Math.sin(a)];
  });
  pdf.polygon(...star).fill('#c8202a');
  pdf.font('text').fontSize(9.5).fillColor('#c8202a');
  const step = Math.min(24, 250 / text.length);
  for (const [i, c] of [...text].entries()) {
    pdf.save().rotate((i - (text.length - 1) / 2) * step, { origin: [x, y] });
    pdf.text(c, x - 5, y - radius + 7, { lineBreak: false }).restore();
  }
  pdf.restore().fillColor('#000');
}

/** The same with the names of the fonts only; whoever opens it uses a font of their own, or shows nothing. */
export function unembedded(ink: readonly Ink[]): Buffer {
  const pages = Math.max(...ink.map(({ page }) => page)) + 1;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${Array.from({ length: pages }, (_, i) => `${6 + 2 * i} 0 R`).join(' ')}] /Count ${pages} >>`,
    '<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>',
    '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /SimSun /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor 5 0 R /DW 1000 /W [1 95 500 814 939 500] >>',
    '<< /Type /FontDescriptor /FontName /SimSun /Flags 6 /FontBBox [0 -141 1000 859] /ItalicAngle 0 /Ascent 859 /Descent -141 /CapHeight 683 /StemV 80 >>',
  ];
  for (let page = 0; page < pages; page++) {
    const content = ink
      .filter((i) => i.page === page)
      .map(operatorsOf)
      .join('\n');
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${PAPER.width} ${PAPER.height}] /Resources << /Font << /F1 3 0 R >> >> /Contents ${7 + 2 * page} 0 R >>`,
      `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    );
  }
  return assembled(objects);
}

function assembled(objects: readonly string[]): Buffer {
  let pdf = '%PDF-1.4\n';
  const places = objects.map((object, i) => {
    const at = pdf.length;
    pdf += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const xref = pdf.length;
  const size = objects.length + 1;
  pdf += `xref\n0 ${size}\n0000000000 65535 f \n${places.join('')}trailer << /Size ${size} /Root 1 0 R >>\n`;
  return Buffer.from(`${pdf}startxref\n${xref}\n%%EOF`, 'latin1');
}

function operatorsOf(ink: Ink): string {
  const up = (y: number) => (PAPER.height - y).toFixed(2);
  switch (ink.kind) {
    case 'text':
      // One run with a space behind it, as office programs write it.
      return `BT /F1 ${ink.size} Tf 1 0 0 1 ${ink.x.toFixed(2)} ${up(ink.y + ink.size * 0.86)} Tm <${hexOf(`${ink.text} `)}> Tj ET`;
    case 'line': {
      const path = ink.points.map(([x, y], i) => `${x.toFixed(2)} ${up(y)} ${i ? 'l' : 'm'}`).join(' ');
      return `${ink.width} w ${path} S`;
    }
    case 'ring': {
      const points = Array.from({ length: 25 }, (_, i) => {
        const a = (Math.PI * 2 * i) / 24;
        return `${(ink.x + ink.rx * Math.cos(a)).toFixed(2)} ${up(ink.y + ink.ry * Math.sin(a))}`;
      });
      return `1.4 w ${points.map((p, i) => `${p} ${i ? 'l' : 'm'}`).join(' ')} S`;
    }
    case 'seal':
      return '';
  }
}

function hexOf(text: string): string {
  return [...text].map((c) => (c.codePointAt(0) ?? 0).toString(16).padStart(4, '0')).join('');
}
