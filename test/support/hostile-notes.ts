import { createSegmenter } from '../../src/domain/note/jieba-segmenter.ts';
import { createNoteParser, type ParsedNote } from '../../src/domain/note/parse-note.ts';
import { vocabulary, vocabularyWords } from '../eval/notes.ts';

const now = new Date('2026-03-12T10:20:00+08:00');
const parser = createNoteParser(vocabulary, { segment: createSegmenter(vocabularyWords) });
const customers = Array.from({ length: 60 }, (_, i) => ({
  customerId: `C${i}`,
  name: `杭州${String.fromCodePoint(0x4e10 + i)}拓医疗科技有限公司`,
  aliases: [],
  contacts: [{ name: '张伟', title: '主任', phone: '13857110001' }],
}));
/** A note as a person with sixty similarly named customers might type it. */
export function parseNote(text: string): ParsedNote {
  return parser.parse(text, { now, customers });
}

/** What the parser looks for, in pieces, and what could confuse it. */
export const HOSTILE_PIECES = [
  '9',
  '1,',
  '1.',
  '一',
  '十',
  '万',
  '亿',
  '50-',
  '1/',
  '12:',
  ':',
  '（',
  '(',
  '[',
  '）',
  ' ',
  '\n',
  '\u202e',
  '\u200b',
  '👨‍👩‍👧',
  '\ud83d',
  '周',
  '下',
  '下周',
  '下周二下午3点',
  '年',
  '月',
  '3月',
  '过',
  '没',
  '不',
  '贵',
  '发',
  '报',
  '样品',
  '张',
  '张主任',
  '一院',
  '医院',
  '杭州',
  '拓医疗',
  'z',
  'zhang ',
  'a1',
  '138',
  '13857110001',
  '…',
  '{sum}',
  '(a|b)',
  '$gt',
  '\\',
  'é',
];
