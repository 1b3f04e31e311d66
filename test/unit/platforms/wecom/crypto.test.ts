import { createCipheriv } from 'node:crypto';
import { getSignature } from '@wecom/crypto';
import { describe, expect, it } from 'vitest';
import vectors from '../../../../fixtures/wecom/vectors.json' with { type: 'json' };
import { openSealed, RefusedCallback, type Signed, seal } from '../../../../src/platforms/sealed.ts';

const { keys } = vectors;
const at = (seconds: string | number) => new Date(Number(seconds) * 1000);

describe('published vectors', () => {
  it.each([
    ['V1, the check of the URL', vectors.urlCheck],
    ['V2, a message', vectors.message],
    ['V4, encryption', vectors.encryption],
  ])('%s', (_name, { plaintext, random, ...signed }) => {
    expect(openSealed(keys, signed, at(signed.timestamp))).toBe(plaintext);
    expect(seal(keys, plaintext, signed, Buffer.from(random))).toEqual(signed);
  });

  it('V3, the JSON envelope', () => {
    expect(openSealed(keys, vectors.json, at(vectors.json.timestamp))).toContain('wx5823bf96d3bd56c7');
  });
});

const TIME = '1409659813';
const sealed = (message: string, of = keys) => seal(of, message, { timestamp: TIME, nonce: 'n' });
const signedAgain = (encrypted: string, timestamp = TIME): Signed => ({
  encrypted,
  timestamp,
  nonce: 'n',
  signature: getSignature(keys.token, timestamp, 'n', encrypted),
});

/** Encrypts a plaintext of one's own making, right or wrong, with the right key. */
function enciphered(plain: Buffer): string {
  const key = Buffer.from(`${keys.encodingAesKey}=`, 'base64');
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64');
}

function padded(message: Buffer, id: string, length: number, pad?: (n: number) => Buffer): Buffer {
  const head = Buffer.alloc(20, 7);
  head.writeUInt32BE(length, 16);
  const body = Buffer.concat([head, message, Buffer.from(id)]);
  const n = 32 - (body.length % 32);
  return Buffer.concat([body, pad ? pad(n) : Buffer.alloc(n, n)]);
}

const said = Buffer.from('你好');
const right = padded(said, keys.receiveId, said.length);

describe('refused', () => {
  it('opens what is right, so that the cases below fail for their own reason', () => {
    expect(openSealed(keys, signedAgain(enciphered(right)), at(TIME))).toBe('你好');
  });

  it.each<[string, RefusedCallback['reason'], Signed, Date?]>([
    ['another signature', 'signature', { ...sealed('a'), signature: '0'.repeat(40) }],
    ['no signature', 'signature', { ...sealed('a'), signature: '' }],
    [
      'a signature in capitals',
      'signature',
      { ...sealed('a'), signature: sealed('a').signature.toUpperCase() },
    ],
    ['another nonce', 'signature', { ...sealed('a'), nonce: 'm' }],
    ['another time', 'signature', { ...sealed('a'), timestamp: '1409659814' }],
    ['played back 16 minutes later', 'time', sealed('a'), at(Number(TIME) + 16 * 60)],
    ['16 minutes ahead', 'time', sealed('a'), at(Number(TIME) - 16 * 60)],
    ['a time that is none', 'time', signedAgain(enciphered(right), '140965981x')],
    ['an empty time', 'time', signedAgain(enciphered(right), '')],
    ['another company', 'receiver', sealed('a', { ...keys, receiveId: 'wwother' })],
    ['no receiver', 'receiver', sealed('a', { ...keys, receiveId: '' })],
    ['a receiver that goes on', 'receiver', sealed('a', { ...keys, receiveId: `${keys.receiveId}x` })],
    ['nothing', 'ciphertext', signedAgain('')],
    ['no whole block', 'ciphertext', signedAgain(Buffer.from('short').toString('base64'))],
    ['one block', 'ciphertext', signedAgain(enciphered(Buffer.alloc(16, 16)))],
    [
      'pad of zero',
      'ciphertext',
      signedAgain(enciphered(padded(said, keys.receiveId, said.length, (n) => Buffer.alloc(n, 0)))),
    ],
    [
      'pad above 32',
      'ciphertext',
      signedAgain(enciphered(padded(said, keys.receiveId, said.length, (n) => Buffer.alloc(n, 33)))),
    ],
    [
      'pad bytes that differ',
      'ciphertext',
      signedAgain(
        enciphered(padded(said, keys.receiveId, said.length, (n) => Buffer.alloc(n, n).fill(n - 1, 0, 1))),
      ),
    ],
    [
      'a length beyond the end',
      'ciphertext',
      signedAgain(enciphered(padded(said, keys.receiveId, 4_000_000_000))),
    ],
    ['no UTF-8', 'ciphertext', signedAgain(enciphered(padded(Buffer.from([0xff, 0xfe]), keys.receiveId, 2)))],
    ['base64 with a gap', 'ciphertext', signedAgain(enciphered(right).replace(/.$/, (c) => ` ${c}`))],
  ])('%s', (_name, reason, signed, now = at(TIME)) => {
    let refusal: unknown;
    try {
      openSealed(keys, signed, now);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(RefusedCallback);
    expect((refusal as RefusedCallback).reason).toBe(reason);
  });
});

it('a length that is too short leaves a receiver that is not ours', () => {
  const signed = signedAgain(enciphered(padded(said, keys.receiveId, 3)));
  expect(() => openSealed(keys, signed, at(TIME))).toThrow(RefusedCallback);
});
