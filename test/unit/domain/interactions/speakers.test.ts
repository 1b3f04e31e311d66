import { expect, it } from 'vitest';
import { heardAs } from '../../../../src/domain/interactions/speakers.ts';

it.each([
  ['林晓问能不能先借一台', '客户问能不能先借一台'],
  ['金卫东说价格能不能再低点', '客户方说价格能不能再低点'],
  ['欧阳修远那边也嫌贵', '客户方面那边也嫌贵'],
  ['给林晓发了资料', '给林晓发了资料'],
  ['王敏说她去', '王敏说她去'],
])('%s → %s', (text, heard) => {
  expect(heardAs(text, ['林晓', '金卫东', '欧阳修远', '', 'Tom'])).toBe(heard);
});
