/** Draws the picture of the welcome anew from its SVG: `node --import tsx test/support/banner.ts`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { ROOT } from './company.ts';

const BANNER = join(ROOT, 'src/web/pages/shared/banner');

writeFileSync(`${BANNER}.png`, await sharp(`${BANNER}.svg`).png({ palette: true, colours: 64 }).toBuffer());
