import { expect, it } from 'vitest';
import { belowFloor } from '../../../eval/suite.ts';
import { taggingSuite } from '../../../eval/tagging.ts';

it('tags the labelled leads as well as the floors ask for', async () => {
  expect(belowFloor(await taggingSuite.run(), taggingSuite.floors)).toEqual([]);
});
