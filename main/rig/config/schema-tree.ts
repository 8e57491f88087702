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
  return Object.keys(chosen(nodeAt(raw, path), valueAt(raw, path))?.properties ?? {});
}

/** What would be right at this path, in words; empty where nothing is known of it. */
export function acceptedAt(raw: unknown, path: KeyPath): string {
  const variants = nodeAt(raw, path.slice(0, -1))?.oneOf;
  if (path.at(-1) === 'kind' && variants !== undefined) {
    return variants.map((variant) => String(variant.properties?.kind?.const)).join(' | ');
  }
  const accepted = nodeAt(raw, path)?.accepted;
  if (accepted !== undefined) return accepted;
  const keys = keysAt(raw, path);
  return keys.length === 0 ? '' : `a section with ${keys.join(', ')}`;
}

function nodeAt(raw: unknown, path: KeyPath): SchemaNode | undefined {
  let node: SchemaNode | undefined = SCHEMA_TREE;
  for (const [depth, key] of path.entries()) {
    const owner = chosen(node, valueAt(raw, path.slice(0, depth)));
    node = owner?.properties?.[key] ?? freeKey(owner);
  }
  return node;
}

/** Of several variants the one that the value names, or the first where it names none. */
function chosen(node: SchemaNode | undefined, value: unknown): SchemaNode | undefined {
  if (node?.oneOf === undefined) return node;
  const kind = valueAt(value, ['kind']);
  return node.oneOf.find((variant) => variant.properties?.kind?.const === kind) ?? node.oneOf[0];
}

function freeKey(node: SchemaNode | undefined): SchemaNode | undefined {
  return typeof node?.additionalProperties === 'object' ? node.additionalProperties : undefined;
}
