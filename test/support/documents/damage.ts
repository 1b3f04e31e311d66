import type { Random } from '../random.ts';

/** What goes wrong with files on their way, and what people send by mistake. */
const DAMAGES: ((bytes: Buffer, random: Random) => Buffer)[] = [
  (bytes, random) => flipBits(bytes, 1 + random.int(4), random),
  (bytes, random) => flipBits(bytes, 20 + random.int(400), random),
  (bytes, random) => bytes.subarray(0, random.int(bytes.length)),
  (bytes, random) => bytes.subarray(random.int(64)),
  (bytes, random) => {
    const hole = random.int(bytes.length);
    const copy = Buffer.from(bytes);
    return copy.fill(random.int(256), hole, Math.min(copy.length, hole + random.int(4_000)));
  },
  (bytes, random) => {
    const at = random.int(bytes.length);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(random.int(bytes.length))]);
  },
  (_, random) => Buffer.from(Array.from({ length: random.int(5_000) }, () => random.int(256))),
  (bytes, random) =>
    Buffer.concat([
      Buffer.from(random.pick(['PK\u0003\u0004', 'II*\0', '\0\0\0\u0018ftypheic', '%PDF-1.7\n'])),
      bytes.subarray(random.int(500)),
    ]),
];

/** One damaged file out of a sound one. */
export function damaged(bytes: Buffer, random: Random): Buffer {
  return random.pick(DAMAGES)(bytes, random);
}

function flipBits(bytes: Buffer, times: number, random: Random): Buffer {
  const copy = Buffer.from(bytes);
  for (let i = 0; i < times; i++) {
    const at = random.int(copy.length);
    copy[at] = (copy[at] ?? 0) ^ (1 << random.int(8));
  }
  return copy;
}
