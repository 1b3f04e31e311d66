import { WebSocket } from 'ws';
import type { Logger } from '../../core/logger.ts';
import { proxyAgentFor } from '../proxy.ts';
import { type Ack, ackText, type Frame, readFrame } from './frames.ts';

export interface SocketTiming {
  connectWithinMs: number;
  pingEveryMs: number;
  /** A socket that answered this many pings in a row with nothing is dead. */
  missedPongs: number;
  /** Pings answered, and yet not one frame for so long: it may be a zombie. */
  silentMs: number;
  /** Replaced when it is this old, whatever it seems to be: some zombies cannot be told. */
  oldMs: number;
}

export interface SocketEvents {
  /** @returns what to answer, once the frame's content is safe; null leaves it unanswered: it comes again */
  onFrame(frame: Frame): Promise<Ack | null>;
  /** A new socket should take over; this one goes on reading until it closes. Called once. */
  onRetire(why: string): void;
  /** Called once; nothing comes after it. */
  onClose(why: string): void;
}

const MAX_FRAME_BYTES = 1024 * 1024;

/** One WebSocket to DingTalk, from connecting to closing. It never reconnects by itself. */
export class StreamSocket {
  private readonly socket: WebSocket;
  private readonly events: SocketEvents;
  private readonly timing: SocketTiming;
  private readonly log: Logger;
  private timer: NodeJS.Timeout | undefined;
  private unanswered = 0;
  private silentFor = 0;
  private age = 0;
  private retired = false;
  private why = 'closed by DingTalk';

  private constructor(socket: WebSocket, events: SocketEvents, timing: SocketTiming, log: Logger) {
    this.socket = socket;
    this.events = events;
    this.timing = timing;
    this.log = log;
    socket.on('message', (bytes) => void this.receive(String(bytes)));
    socket.on('pong', () => {
      this.unanswered = 0;
    });
    socket.on('error', (error) => {
      this.why = error.message;
    });
    socket.on('close', () => clearInterval(this.timer));
  }

  /** @throws Error when it does not open in time */
  static async open(
    url: string,
    events: SocketEvents,
    timing: SocketTiming,
    log: Logger,
  ): Promise<StreamSocket> {
    const agent = proxyAgentFor(url);
    const socket = new WebSocket(url, {
      handshakeTimeout: timing.connectWithinMs,
      maxPayload: MAX_FRAME_BYTES,
      ...(agent ? { agent } : {}),
    });
    // Listening before it is open: a frame may come with the handshake.
    const opened = new StreamSocket(socket, events, timing, log);
    await new Promise<void>((done, fail) => {
      socket.once('open', done);
      socket.once('close', () => fail(new Error(`no connection: ${opened.why}`)));
    });
    opened.timer = setInterval(() => opened.beat(), timing.pingEveryMs);
    socket.on('close', () => events.onClose(opened.why));
    return opened;
  }

  close(why: string): void {
    this.why = why;
    this.socket.close(1000);
  }

  /** For a peer that may be gone: does not wait for its goodbye. */
  drop(why: string): void {
    this.why = why;
    this.socket.terminate();
  }

  private beat(): void {
    const { pingEveryMs, missedPongs, silentMs, oldMs } = this.timing;
    if (this.unanswered >= missedPongs) {
      this.drop('no answer to pings');
      return;
    }
    this.silentFor += pingEveryMs;
    this.age += pingEveryMs;
    if (this.silentFor >= silentMs) this.retire('silent');
    if (this.age >= oldMs) this.retire('old');
    this.unanswered++;
    this.socket.ping();
  }

  private retire(why: string): void {
    if (this.retired) return;
    this.retired = true;
    this.events.onRetire(why);
  }

  private async receive(text: string): Promise<void> {
    this.silentFor = 0;
    const frame = readFrame(text);
    if (!frame) return this.log.warn('DingTalk sent a frame that is none');
    if (frame.type === 'SYSTEM' && frame.headers.topic === 'disconnect')
      return this.retire('asked by DingTalk');
    const ack = await this.events.onFrame(frame);
    // Answered on the socket it came by; if that has gone, it comes again and is recognised.
    if (!ack) return;
    const open = this.socket.readyState === WebSocket.OPEN;
    if (open) this.socket.send(ackText(frame, ack), (error) => ack.sent?.(!error));
    else ack.sent?.(false);
  }
}
