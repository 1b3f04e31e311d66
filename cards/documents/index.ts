import type { AnyCard } from '../define.ts';
import { document } from './document.ts';
import { documentQuestion } from './document-question.ts';
import { templateDraft } from './template-draft.ts';
import { templateItem } from './template-item.ts';

/** Every kind of card about documents. */
export const DOCUMENT_CARDS: readonly AnyCard[] = [document, documentQuestion, templateDraft, templateItem];
