import { z } from 'zod';
import type { KeyPath } from './problem.ts';
import { configSchema } from './schema.ts';

/** A place in the schema, as JSON Schema describes it, with our own words (`accepted`, `defaultNote`) beside. */
export interface SchemaNode {
  readonly description?: string;
  readonly accepted?: string;
  readonly default?: unknown;
  readonly defaultNote?: string;
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  /** A map with free keys. */
  readonly additionalProperties?: boolean | SchemaNode;
  /** Variants told apart by `kind`. */
  readonly oneOf?: readonly SchemaNode[];
}

export const SCHEMA_TREE = z.toJSONSchema(configSchema, {
  io: 'input',
  unrepresentable: 'any',
}) as SchemaNode;

/** The value at a path of what was read, or undefined where there is none. */
export function valueAt(raw: unknown, path: KeyPath): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Readonly<Record<string | number, unknown>>)[key]
        : undefined,
    raw,
  );
}

/** Which keys may stand in the section at this path; where it has variants, those of the variant that was chosen. */
export function keysAt(raw: unknown, path: KeyPath): readonly string[] {
  return Object.keys(nodeAt(raw, path)?.properties ?? {});
}

/** What would be right at this path, in words; empty where nothing is known of it. */
export function acceptedAt(raw: unknown, path: KeyPath): string {
  const parent = variantsAt(raw, path.slice(0, -1));
  if (path.at(-1) === 'kind' && parent.length > 1) {
    return parent.map((variant) => String(variant.properties?.kind?.const)).join(' | ');
  }
  const node = nodeAt(raw, path);
  if (node?.accepted !== undefined) return node.accepted;
  const keys = Object.keys(node?.properties ?? node?.oneOf?.[0]?.properties ?? {});
  return keys.length === 0 ? '' : `a section with ${keys.join(', ')}`;
}

function nodeAt(raw: unknown, path: KeyPath): SchemaNode | null {
  const variants = variantsAt(raw, path);
  if (variants.length <= 1) return variants[0] ?? null;
  const kind = valueAt(raw, [...path, 'kind']);
  return variants.find((variant) => variant.properties?.kind?.const === kind) ?? variants[0] ?? null;
}

/** The node at the path, or all its variants where there are several. */
function variantsAt(raw: unknown, path: KeyPath): readonly SchemaNode[] {
  let nodes: readonly SchemaNode[] = [SCHEMA_TREE];
  for (const [depth, key] of path.entries()) {
    const node = nodes.length === 1 ? nodes[0] : nodeAt(raw, path.slice(0, depth));
    const child = node?.properties?.[String(key)] ?? freeKey(node);
    if (child === undefined) return [];
    nodes = child.oneOf ?? [child];
  }
  return nodes;
}

function freeKey(node: SchemaNode | null | undefined): SchemaNode | undefined {
  return typeof node?.additionalProperties === 'object' ? node.additionalProperties : undefined;
}
