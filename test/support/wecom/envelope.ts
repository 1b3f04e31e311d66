import { type CallbackKeys, seal } from '../../../src/platforms/sealed.ts';
import { toXml, type XmlNode } from '../../../src/platforms/wecom/xml.ts';

/** An element by plain values: strings, numbers, objects; lists repeat the element. */
export type Fields = { [name: string]: string | number | Fields | (string | Fields)[] };

export function xmlOf(fields: Fields): string {
  return toXml('xml', toNode(fields));
}

function toNode(value: string | number | Fields): XmlNode {
  if (typeof value !== 'object') return String(value);
  return Object.fromEntries(
    Object.entries(value).map(([name, child]) => [
      name,
      (Array.isArray(child) ? child : [child]).map(toNode),
    ]),
  );
}

/** A callback as WeCom posts it: query and body. */
export function callbackOf(keys: CallbackKeys, xml: string, at: Date, nonce = '1372623149') {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const { signature, encrypted } = seal(keys, xml, { timestamp, nonce });
  return {
    query: { msg_signature: signature, timestamp, nonce },
    body: xmlOf({ ToUserName: keys.receiveId, Encrypt: encrypted, AgentID: '1000002' }),
  };
}
