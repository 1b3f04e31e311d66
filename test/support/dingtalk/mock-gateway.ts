import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import type { Random } from '../random.ts';

const openBody = z.strictObject({
  clientId: z.string(),
  clientSecret: z.string(),
  subscriptions: z
    .array(z.strictObject({ type: z.enum(['EVENT', 'CALLBACK']), topic: z.string().min(1) }))
    .min(1),
  ua: z.string().optional(),
  localIp: z.string().optional(),
});
const ackFrame = z.strictObject({
  code: z.number().int(),
  headers: z.strictObject({ messageId: z.string().min(1), contentType: z.literal('application/json') }),
  message: z.string(),
  data: z.string(),
});

/** One thing DingTalk wants acknowledged; a redelivery has a new frame id and the same body. */
interface Push {
  type: 'CALLBACK' | 'EVENT';
  topic: string;
  headers: Record<string, string>;
  body: string;
  frameIds: string[];
  done: (data: unknown) => void;
}

interface Connection {
  socket: WebSocket;
  topics: ReadonlySet<string>;
  /** Takes pushes and answers pings, and nothing arrives. */
  zombie: boolean;
  /** Does not even answer pings. */
  mute: boolean;
  /** Asked to go. */
  leaving: boolean;
}

export interface GatewayApp {
  clientId: string;
  clientSecret: string;
}

const TICKET_LIVES_MS = 90_000;

/** DingTalk's Stream gateway: tickets, sockets, frames, acknowledgements, redelivery. */
export class MockGateway {
  /** How many times a connection was asked for. */
  opened = 0;
  /** The next answers to asking for one. */
  readonly openTroubles: { status: number; body: string }[] = [];
  /** What the client did that the protocol does not allow. */
  readonly complaints: string[] = [];
  /** After this long a push without acknowledgement comes again; undefined: only when `redeliver` is called. */
  redeliverMs: number | undefined;
  /** Sockets of this many connections from now on are zombies. */
  zombies = 0;
  private readonly app: GatewayApp;
  private readonly random: Random;
  private readonly wss = new WebSocketServer({ noServer: true, autoPong: false });
  private readonly tickets = new Map<string, { topics: ReadonlySet<string>; until: number }>();
  private readonly connections = new Set<Connection>();
  private readonly waiting = new Map<string, Push>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private serial = 0;

  constructor(app: GatewayApp, random: Random) {
    this.app = app;
    this.random = random;
  }

  /** `POST /v1.0/gateway/connections/open`. */
  open(body: unknown, base: string): { status: number; body: string } {
    this.opened++;
    const trouble = this.openTroubles.shift();
    if (trouble) return trouble;
    const parsed = openBody.safeParse(body);
    if (!parsed.success)
      return { status: 400, body: JSON.stringify({ code: 'invalidParameter', message: '' }) };
    const { clientId, clientSecret, subscriptions } = parsed.data;
    if (clientId !== this.app.clientId || clientSecret !== this.app.clientSecret)
      return { status: 401, body: JSON.stringify({ code: 'authFailed', message: '鉴权失败' }) };
    const ticket = this.next('ticket');
    const topics = new Set(
      subscriptions.map(({ type, topic }) => (type === 'EVENT' ? `EVENT ${topic}` : topic)),
    );
    this.tickets.set(ticket, { topics, until: performance.now() + TICKET_LIVES_MS });
    const endpoint = `${base.replace(/^http/, 'ws')}/connect`;
    return { status: 200, body: JSON.stringify({ endpoint, ticket }) };
  }

  /** A client connects with its ticket, which is good once. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://mock');
    const name = searchParams.get('ticket') ?? '';
    const ticket = this.tickets.get(name);
    this.tickets.delete(name);
    if (pathname !== '/connect' || !ticket || ticket.until < performance.now()) {
      this.complaints.push('a ticket that is none');
      socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
      return;
    }
    this.wss.handleUpgrade(request, socket, head, (ws) => this.connected(ws, ticket.topics));
  }

  get sockets(): readonly Connection[] {
    return [...this.connections];
  }

  /** Pushes it to any one of the sockets; resolves with the data of its acknowledgement. */
  push(
    type: Push['type'],
    topic: string,
    body: object,
    headers: Record<string, string> = {},
  ): Promise<unknown> {
    return new Promise((done) => {
      const push = { type, topic, headers, body: JSON.stringify(body), frameIds: [], done };
      this.deliver(push);
    });
  }

  /** Whatever was not acknowledged comes again. @returns how many */
  redeliver(): number {
    const pushes = [...new Set(this.waiting.values())];
    for (const push of pushes) this.deliver(push);
    return pushes.length;
  }

  /** Asks every connection to go, stops pushing to it once there is another, closes it after the tail. */
  disconnect(tailMs: number): void {
    for (const connection of this.connections) {
      connection.leaving = true;
      const data = JSON.stringify({ reason: 'connection is expired' });
      connection.socket.send(this.frame('SYSTEM', 'disconnect', {}, data, this.next('frame')));
      this.later(tailMs, () => connection.socket.close());
    }
  }

  /** Every connection breaks without a word. */
  cut(): void {
    for (const { socket } of this.connections) socket.terminate();
  }

  /** Asks the client whether it lives. @returns what it repeats */
  ping(opaque: string): Promise<unknown> {
    return new Promise((done) => {
      const frameId = this.next('frame');
      const push: Push = {
        type: 'CALLBACK',
        topic: 'ping',
        headers: {},
        body: '',
        frameIds: [frameId],
        done,
      };
      this.waiting.set(frameId, push);
      const [first] = this.connections;
      first?.socket.send(this.frame('SYSTEM', 'ping', {}, JSON.stringify({ opaque }), frameId));
    });
  }

  close(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.cut();
    this.wss.close();
  }

  private connected(socket: WebSocket, topics: ReadonlySet<string>): void {
    const connection: Connection = {
      socket,
      topics,
      zombie: this.zombies-- > 0,
      mute: false,
      leaving: false,
    };
    this.zombies = Math.max(0, this.zombies);
    this.connections.add(connection);
    socket.on('ping', () => {
      if (!connection.mute) socket.pong();
    });
    socket.on('message', (bytes) => this.acknowledged(String(bytes)));
    socket.on('close', () => this.connections.delete(connection));
    socket.on('error', () => {});
  }

  private acknowledged(text: string): void {
    const parsed = ackFrame.safeParse(JSON.parse(text));
    if (!parsed.success) {
      this.complaints.push(`an acknowledgement that is none: ${text}`);
      return;
    }
    const { headers, code, data } = parsed.data;
    const push = this.waiting.get(headers.messageId);
    if (!push) return;
    if (code !== 200) this.complaints.push(`${push.topic} answered with ${code}`);
    for (const frameId of push.frameIds) this.waiting.delete(frameId);
    push.done(JSON.parse(data));
  }

  private deliver(push: Push): void {
    const frameId = this.next('frame');
    push.frameIds.push(frameId);
    this.waiting.set(frameId, push);
    const topic = push.type === 'EVENT' ? `EVENT ${push.topic}` : push.topic;
    const able = this.sockets.filter(({ topics }) => topics.has(topic));
    const staying = able.filter(({ leaving }) => !leaving);
    const pool = staying.length ? staying : able;
    const chosen = pool[this.random.int(Math.max(1, pool.length))];
    const frame = this.frame(push.type, push.topic, push.headers, push.body, frameId);
    if (chosen && !chosen.zombie) chosen.socket.send(frame);
    if (this.redeliverMs === undefined) return;
    this.later(this.redeliverMs, () => {
      if (this.waiting.has(frameId)) this.deliver(push);
    });
  }

  private frame(
    type: string,
    topic: string,
    more: Record<string, string>,
    data: string,
    messageId: string,
  ): string {
    const fixed = { appId: 'app', connectionId: 'connection', contentType: 'application/json', time: '0' };
    return JSON.stringify({
      specVersion: '1.0',
      type,
      headers: { ...fixed, messageId, topic, ...more },
      data,
    });
  }

  private later(ms: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      run();
    }, ms);
    this.timers.add(timer);
  }

  private next(what: string): string {
    return `${what}-${++this.serial}`;
  }
}
