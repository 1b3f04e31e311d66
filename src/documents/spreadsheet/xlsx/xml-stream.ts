/** XML from a stream, piece by piece, so that size costs time but neither memory nor the event loop. */
import type { Readable } from 'node:stream';
import { SaxesParser } from 'saxes';
import { corrupt } from './archive.ts';

export interface XmlHandlers {
  /** Names come without their namespace prefix; attributes keep theirs. */
  open?(name: string, attributes: Record<string, string>): void;
  close?(name: string): void;
  text?(text: string): void;
}

/** No text or tag of a real spreadsheet is longer; one that goes on is meant to fill the memory. */
const MAX_TOKEN_BYTES = 1_000_000;

/**
 * Calls the handlers as the XML arrives and yields after each piece (at most some milliseconds of work).
 * Throws `SheetError` (`corrupt`) when it is not well-formed.
 */
export async function* parseXml(stream: Readable, handlers: XmlHandlers): AsyncGenerator<void> {
  const parser = new SaxesParser();
  const decoder = new TextDecoder();
  let bytesSinceTag = 0;
  parser.on('opentag', ({ name, attributes }) => {
    bytesSinceTag = 0;
    handlers.open?.(localName(name), attributes);
  });
  parser.on('closetag', ({ name }) => {
    bytesSinceTag = 0;
    handlers.close?.(localName(name));
  });
  parser.on('text', (text) => handlers.text?.(text));
  try {
    for await (const chunk of stream) {
      bytesSinceTag += chunk.length;
      if (bytesSinceTag > MAX_TOKEN_BYTES) throw new Error(`no tag in ${MAX_TOKEN_BYTES} bytes`);
      parser.write(decoder.decode(chunk, { stream: true }));
      yield;
    }
    parser.close();
  } catch (error) {
    throw corrupt(error);
  }
}

/** The same, to the end. */
export async function parseWholeXml(stream: Readable, handlers: XmlHandlers): Promise<void> {
  const pieces = parseXml(stream, handlers);
  while (!(await pieces.next()).done);
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
