/** A property of a metadata packet: prefix, name, text. */
export interface XmpProperty {
  readonly namespace: string;
  readonly name: string;
  readonly text: string;
}

export interface Xmp {
  readonly properties: readonly XmpProperty[];
  readonly faults: readonly string[];
}

const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
const CONTAINERS = new Set(['Alt', 'Seq', 'Bag', 'li']);

/** Properties of XMP 2005 that may stand without an extension schema (ISO 19005-3, 6.6.2.3.1), as far as ours uses schemas. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  'http://www.aiim.org/pdfa/ns/id/': ['part', 'conformance', 'amd', 'corr'],
  'http://purl.org/dc/elements/1.1/': [
    'title',
    'creator',
    'description',
    'subject',
    'format',
    'language',
    'date',
  ],
  'http://ns.adobe.com/xap/1.0/': ['CreateDate', 'ModifyDate', 'MetadataDate', 'CreatorTool', 'Identifier'],
  'http://ns.adobe.com/pdf/1.3/': ['Producer', 'Keywords', 'PDFVersion', 'Trapped'],
};

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Reads a packet as XML with namespaces; its properties are the children of rdf:Description. */
export function readXmp(packet: string): Xmp {
  const faults: string[] = [];
  const header = /^<\?xpacket ([^?]*)\?>/.exec(packet)?.[1];
  if (header === undefined) faults.push('6.6.2.1 no packet header');
  if (/\b(?:bytes|encoding)=/.test(header ?? ''))
    faults.push('6.6.2.1 the packet header has bytes or encoding');
  if (!/<\?xpacket end=['"][rw]['"]\?>\s*$/.test(packet)) faults.push('6.6.2.1 no end of the packet');
  const properties: XmpProperty[] = [];
  const open: { readonly tag: string; readonly spaces: ReadonlyMap<string, string>; text: string }[] = [];
  for (const [, close, tag = '', attributes = '', empty, text = ''] of packet.matchAll(
    /<(?!\?|!)(\/?)([\w:.-]+)([^<>]*?)(\/?)>|([^<>]+)|<[?!][^>]*>/g,
  )) {
    const inner = open.at(-1);
    if (tag === '') {
      if (inner !== undefined) inner.text += unescaped(text);
      continue;
    }
    if (close === '/') {
      if (inner?.tag !== tag) faults.push(`6.6.2.1 </${tag}> closes <${inner?.tag ?? ''}>`);
      open.pop();
      finish(inner?.spaces ?? new Map(), tag, inner?.text ?? '', open, properties);
      continue;
    }
    const spaces = new Map(inner?.spaces);
    for (const [, prefix = '', uri = ''] of attributes.matchAll(/xmlns:(\w+)="([^"]*)"/g))
      spaces.set(prefix, uri);
    if (!spaces.has(tag.split(':')[0] ?? '')) faults.push(`6.6.2.1 ${tag} has no namespace`);
    if (empty !== '/') open.push({ tag, spaces, text: '' });
  }
  if (open.length > 0) faults.push('6.6.2.1 the XML does not end');
  for (const { namespace, name } of properties) {
    if (KNOWN[namespace]?.includes(name) !== true)
      faults.push(`6.6.2.3.1 ${namespace} ${name} is not predefined`);
  }
  return { properties, faults };
}

/** Text of containers counts for the property around them. */
function finish(
  spaces: ReadonlyMap<string, string>,
  tag: string,
  text: string,
  open: { readonly tag: string; text: string }[],
  properties: XmpProperty[],
): void {
  const [prefix = '', name = ''] = tag.split(':');
  const namespace = spaces.get(prefix) ?? '';
  const around = open.at(-1);
  if (namespace === RDF && CONTAINERS.has(name)) {
    if (around !== undefined) around.text += text.trim();
  } else if (around?.tag === 'rdf:Description') properties.push({ namespace, name, text: text.trim() });
}

function unescaped(text: string): string {
  return text.replaceAll(/&(#x?[0-9A-Fa-f]+|\w+);/g, (_, entity: string) =>
    entity.startsWith('#')
      ? String.fromCodePoint(Number(entity.replace('#x', '0x').replace('#', '')))
      : (ENTITIES[entity] ?? '\uFFFD'),
  );
}
