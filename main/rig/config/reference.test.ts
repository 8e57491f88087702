import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configurationReference } from './reference.ts';
import { SCHEMA_TREE, type SchemaNode } from './schema-tree.ts';

const page = configurationReference();

/** Every place in the schema with its path. */
function places(node: SchemaNode, path: string): readonly [string, SchemaNode][] {
  const variants = node.oneOf ?? [node];
  return variants.flatMap((variant) =>
    Object.entries(variant.properties ?? {}).flatMap(([name, child]): [string, SchemaNode][] => [
      [`${path}${name}`, child],
      ...places(child, `${path}${name}.`),
    ]),
  );
}

describe('docs/configuration.md', () => {
  it('is what the schema says (regenerate: npm run docs)', () => {
    const file = resolve(import.meta.dirname, '../../../docs/configuration.md');
    expect(readFileSync(file, 'utf8')).toBe(page);
  });

  it('says of every key what it is and what is accepted', () => {
    const all = places(SCHEMA_TREE, '');
    expect(all.length).toBeGreaterThan(50);
    for (const [path, node] of all) {
      const isSection = node.properties !== undefined || node.oneOf !== undefined;
      expect(node.description, path).toBeTruthy();
      if (!isSection) expect(node.accepted, path).toBeTruthy();
      expect(page).toContain(isSection ? path : `\`${path.split('.').at(-1)}\``);
    }
  });

  it('says what this version can do', () => {
    expect(page).not.toContain(
      '### payment.alipay\n\nAlipay, OpenAPI v3 precreate, with plain public keys (no certificates). Optional.\n\nNot available',
    );
    expect(page).toContain('This version: generic-80, generic-58, epson-tm, ');
    expect(page).not.toContain('### cardReader.transport, kind serial\n\nNot available');
  });

  it('tells defaults, also those that depend on other keys', () => {
    expect(page).toContain('| `baudRate` | Line speed in bits per second. |');
    expect(page).toContain('9600; gemtwin-ccid and pn532 115200');
    expect(page).toContain(
      '| `qrSeconds` | Life of a payment code. Seconds. | whole number 60–600 | `300` |',
    );
    expect(page).toContain('acs-ccid \\| gemtwin-ccid');
  });
});
