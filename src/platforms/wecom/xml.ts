import { SaxesParser } from 'saxes';

/** An element: its text, or its children by name. A name that occurs once is still a list. */
export type XmlNode = string | { [name: string]: XmlNode[] };

/** WeCom nests five deep; nothing real comes near this. */
const MAX_DEPTH = 16;

/**
 * Reads a small XML document into plain objects: CDATA and text alike, nothing converted, repeated elements as
 * lists. DTDs and entities of one's own are refused.
 * @returns the content of the root element
 * @throws Error when it is not well-formed
 */
export function parseXml(text: string): XmlNode {
  const parser = new SaxesParser({ position: false });
  const root = element();
  const open = [root];
  const add = (piece: string) => {
    const current = open.at(-1);
    if (current) current.text += piece;
  };
  parser.on('doctype', () => {
    throw new Error('XML with a DTD');
  });
  parser.on('opentag', ({ name }) => {
    if (open.length > MAX_DEPTH) throw new Error('XML nested too deep');
    const child = element();
    const parent = open.at(-1);
    if (parent) parent.children.push([name, child]);
    open.push(child);
  });
  parser.on('closetag', () => {
    open.pop();
  });
  parser.on('text', add);
  parser.on('cdata', add);
  parser.write(text).close();
  const [only] = root.children;
  return only ? toNode(only[1]) : '';
}

interface Element {
  text: string;
  children: [name: string, child: Element][];
}

function element(): Element {
  return { text: '', children: [] };
}

/** White space between elements is layout; between a tag and its end it is text. */
function toNode({ text, children }: Element): XmlNode {
  if (!children.length) return text;
  // Without a prototype: an element may be called anything, `__proto__` included.
  const node: { [name: string]: XmlNode[] } = Object.create(null);
  for (const [name, child] of children) {
    node[name] ??= [];
    node[name].push(toNode(child));
  }
  return node;
}

/** Writes XML the way WeCom does: values in CDATA, `]]>` inside one split. */
export function toXml(name: string, node: XmlNode): string {
  if (typeof node === 'string') {
    return `<${name}><![CDATA[${node.replaceAll(']]>', ']]]]><![CDATA[>')}]]></${name}>`;
  }
  const children = Object.entries(node).flatMap(([child, nodes]) => nodes.map((n) => toXml(child, n)));
  return `<${name}>${children.join('')}</${name}>`;
}
