import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import busboy from 'busboy';

/** One API call as it arrived. */
export interface MockRequest {
  method: string;
  /** WeCom's `message/send`, DingTalk's whole path. */
  call: string;
  headers: IncomingHttpHeaders;
  query: URLSearchParams;
  /** The JSON body; undefined when there is none or it is no JSON. */
  body: unknown;
  file: { name: string; bytes: Uint8Array } | undefined;
}

export async function readRequest(request: IncomingMessage): Promise<MockRequest> {
  const url = new URL(request.url ?? '/', 'http://mock');
  const base = {
    method: request.method ?? 'GET',
    call: url.pathname.replace(/^\/cgi-bin\//, ''),
    headers: request.headers,
    query: url.searchParams,
  };
  if (request.headers['content-type']?.startsWith('multipart/form-data')) {
    return { ...base, body: undefined, file: await readFile(request) };
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return { ...base, body: parsed(Buffer.concat(chunks).toString()), file: undefined };
}

function readFile(request: IncomingMessage): Promise<MockRequest['file']> {
  return new Promise((done, fail) => {
    let file: MockRequest['file'];
    const parser = busboy({ headers: request.headers, defParamCharset: 'utf8' });
    parser.on('file', (field, stream, { filename }) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (field === 'media') file = { name: filename ?? '', bytes: Buffer.concat(chunks) };
      });
    });
    parser.on('error', fail);
    parser.on('close', () => done(file));
    request.pipe(parser);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
