import { board } from './board/page.ts';
import { customer } from './customer/page.ts';
import { document, documentCrop, documentPage } from './document/page.ts';
import { note } from './note/page.ts';
import type { Page } from './page.ts';
import { questions } from './questions/page.ts';
import { upload } from './upload/page.ts';

/** Every page behind the login; adding one is a folder and a line here. */
export const PAGES: readonly Page[] = [
  board,
  customer,
  document,
  documentCrop,
  documentPage,
  note,
  questions,
  upload,
];
