/** Draws a form as a PDF: what a hospital prints, or fills in on the screen. */
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';

const font = createRequire(import.meta.url);
const PRINT = font.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf');
const HAND = font.resolve('@expo-google-fonts/ma-shan-zheng/400Regular/MaShanZheng_400Regular.ttf');

export interface Options {
  options: readonly string[];
  ticked: readonly string[];
}

/** One line of a form: a label with what was filled in, or a sentence without a label. */
export interface Item {
  label?: string;
  value: string | Options;
}

export interface Form {
  title: string;
  /** Items of one row stand beside each other. */
  rows: Item[][];
  /** `table`: labels and values in cells with rules; `lines`: label, colon, value. */
  layout: 'table' | 'lines';
  /** Text of a round seal near the lower right, over whatever stands there. */
  seal?: string | undefined;
  /** Filled in by hand. */
  byHand?: boolean | undefined;
  /** Boxes are characters (■ □) instead of drawn squares. */
  boxesAsText?: boolean | undefined;
}

const LEFT = 62;
const WIDTH = 471;
const ROW = 34;
const SIZE = 11.5;

export interface SheetOptions {
  /** Rows on a page; all on one when absent. */
  split?: number | undefined;
  password?: string | undefined;
}

/** @returns the PDF's bytes */
export async function drawForm(form: Form, { split, password }: SheetOptions = {}): Promise<Buffer> {
  const pdf = new PDFDocument({
    size: 'A4',
    margin: 40,
    info: { CreationDate: new Date(0) },
    ...(password ? { userPassword: password } : {}),
  });
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const done = new Promise((resolve) => pdf.on('end', resolve));
  pdf.registerFont('print', PRINT).registerFont('hand', HAND);
  pdf.font('print').fontSize(21).text(form.title, 40, 72, { align: 'center', characterSpacing: 2 });
  let y = 128;
  for (const [i, row] of form.rows.entries()) {
    if (split !== undefined && i > 0 && i % split === 0) {
      pdf.addPage();
      y = 80;
    }
    y += drawRow(pdf, form, row, y);
  }
  if (form.seal) drawSeal(pdf, form.seal, 420, y - 30);
  pdf.end();
  await done;
  return Buffer.concat(chunks);
}

function drawRow(pdf: PDFKit.PDFDocument, form: Form, row: Item[], y: number): number {
  const width = WIDTH / row.length;
  let height = ROW;
  for (const [i, item] of row.entries()) {
    const x = LEFT + i * width;
    if (item.label === undefined) {
      pdf
        .font('print')
        .fontSize(SIZE - 1.5)
        .text(String(item.value), x, y + 4, { width, lineGap: 5 });
      return pdf.y - y + 10;
    }
    const label = form.layout === 'table' ? item.label : `${item.label}：`;
    pdf.font('print').fontSize(SIZE);
    const cell = form.layout === 'table' ? 92 : pdf.widthOfString(label) + 4;
    pdf.text(label, x + 6, y + 9, { width: cell, lineBreak: false });
    height = Math.max(
      height,
      drawValue(pdf, form, item.value, x + cell + (form.layout === 'table' ? 8 : 4), y, width - cell - 12),
    );
    if (form.layout === 'table') {
      pdf.lineWidth(0.7).rect(x, y, width, height).stroke('#000');
      pdf
        .moveTo(x + cell, y)
        .lineTo(x + cell, y + height)
        .stroke('#000');
    } else if (typeof item.value === 'string') {
      pdf
        .lineWidth(0.5)
        .moveTo(x + cell + 2, y + 27)
        .lineTo(x + width - 12, y + 27)
        .stroke('#555');
    }
  }
  return height;
}

function drawValue(
  pdf: PDFKit.PDFDocument,
  form: Form,
  value: string | Options,
  x: number,
  y: number,
  width: number,
): number {
  if (typeof value === 'string') {
    pdf.font(form.byHand ? 'hand' : 'print').fontSize(form.byHand ? SIZE + 4 : SIZE);
    pdf.text(value, x, y + (form.byHand ? 6 : 9), { width, lineGap: 3 });
    pdf.font('print').fontSize(SIZE);
    return Math.max(ROW, pdf.y - y + 6);
  }
  let at = x;
  for (const option of value.options) {
    const ticked = value.ticked.includes(option);
    if (form.boxesAsText) {
      pdf.text(`${ticked ? '■' : '□'}${option}`, at, y + 9, { lineBreak: false });
      at += pdf.widthOfString(`□${option}`) + 14;
      continue;
    }
    pdf
      .lineWidth(0.9)
      .rect(at, y + 11, 10, 10)
      .stroke('#111');
    if (ticked) {
      pdf
        .lineWidth(1.5)
        .moveTo(at + 1.5, y + 16)
        .lineTo(at + 4.5, y + 19.5)
        .lineTo(at + 10.5, y + 9.5)
        .stroke('#111');
    }
    pdf.text(option, at + 15, y + 9, { lineBreak: false });
    at += pdf.widthOfString(option) + 31;
  }
  return ROW;
}

function drawSeal(pdf: PDFKit.PDFDocument, text: string, x: number, y: number): void {
  const radius = 52;
  pdf.save().opacity(0.75);
  pdf.lineWidth(2.6).circle(x, y, radius).stroke('#d0141c');
  const points = Array.from({ length: 10 }, (_, i) => {
    const r = i % 2 ? 6 : 15;
    const a = (Math.PI / 5) * i - Math.PI / 2;
    return [x + r * Math.cos(a), y + r * Math.sin(a)] as [number, number];
  });
  pdf.polygon(...points).fill('#d0141c');
  pdf.font('print').fontSize(9.5).fillColor('#d0141c');
  const step = Math.min(24, 250 / text.length);
  for (const [i, c] of [...text].entries()) {
    const degrees = (i - (text.length - 1) / 2) * step;
    pdf.save().rotate(degrees, { origin: [x, y] });
    pdf.text(c, x - 5, y - radius + 7, { lineBreak: false }).restore();
  }
  pdf.restore().fillColor('#000');
}
