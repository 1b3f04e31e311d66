import { timingSafeEqual } from 'node:crypto';
import { decrypt, encrypt, getSignature } from '@wecom/crypto';

/** What the administrator typed into the console (WeCom's 设置API接收, DingTalk's 事件订阅), and whose messages these are. */
export interface CallbackKeys {
  token: string;
  /** 43 letters and digits. */
  encodingAesKey: string;
  /** WeCom: the corpid for a self-built app, empty for the company's own aibot. DingTalk: the app's clientId. */
  receiveId: string;
}

export interface Signed {
  signature: string;
  timestamp: string;
  nonce: string;
  /** Base64. */
  encrypted: string;
}

/** Why a callback was refused: for the log, never for whoever sent it. */
export type Refusal = 'signature' | 'time' | 'ciphertext' | 'receiver';

export class RefusedCallback extends Error {
  readonly reason: Refusal;

  constructor(reason: Refusal) {
    super(`Callback refused: ${reason}`);
    this.name = 'RefusedCallback';
    this.reason = reason;
  }
}

/**
 * How far the sender's clock may be off, retries included. The signature carries no time of its own, so this is all
 * that keeps a recorded request from being played back later; within it the exact event id does.
 */
const REPLAY_WINDOW_MS = 15 * 60_000;

/**
 * Verifies and decrypts what WeCom or DingTalk sent: both seal callbacks in the same way.
 * @throws RefusedCallback for anything forged, altered, replayed or meant for somebody else
 */
export function openSealed(keys: CallbackKeys, sealed: Signed, now: Date): string {
  const { token, encodingAesKey, receiveId } = keys;
  const { signature, timestamp, nonce, encrypted } = sealed;
  if (!sameText(getSignature(token, timestamp, nonce, encrypted), signature))
    throw new RefusedCallback('signature');
  const sentAt = timeOf(timestamp);
  if (!(Math.abs(now.getTime() - sentAt) <= REPLAY_WINDOW_MS)) throw new RefusedCallback('time');
  const opened = unpack(encodingAesKey, encrypted);
  if (opened.id !== receiveId) throw new RefusedCallback('receiver');
  return opened.message;
}

/** Encrypts and signs: for passive answers and for whoever plays the platform. */
export function seal(
  keys: CallbackKeys,
  message: string,
  at: { timestamp: string; nonce: string },
  random?: Buffer,
): Signed {
  const encrypted = encrypt(keys.encodingAesKey, message, keys.receiveId, random);
  return { ...at, encrypted, signature: getSignature(keys.token, at.timestamp, at.nonce, encrypted) };
}

/**
 * The library checks neither padding nor length. Encrypting what it read once more does: every bit that is not
 * exactly as it is written there (padding, length, base64, UTF-8) makes a difference.
 */
function unpack(encodingAesKey: string, encrypted: string): { message: string; id: string } {
  try {
    const { message, id, random } = decrypt(encodingAesKey, encrypted);
    if (encrypt(encodingAesKey, message, id, random) === encrypted) return { message, id };
  } catch {
    // Too short, no whole blocks, a length beyond the end: all the same to us.
  }
  throw new RefusedCallback('ciphertext');
}

/** WeCom counts seconds, DingTalk milliseconds. */
function timeOf(timestamp: string): number {
  if (/^\d{13}$/.test(timestamp)) return Number(timestamp);
  return /^\d{9,11}$/.test(timestamp) ? Number(timestamp) * 1000 : Number.NaN;
}

/** In constant time for texts of the expected length. */
export function sameText(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
