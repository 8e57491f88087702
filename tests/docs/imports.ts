import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Imports that run when the file is loaded; `import()` inside of a function is not one, and a type in a comment neither. */
const STATIC = /^(?:import|export)\s[^;]*?from '([^']+)'|^import '([^']+)'/gm;

/**
 * Packages that are needed as soon as one of these modules is loaded, as `file → package`: what they import statically,
 * and what that imports, as far as it is our own.
 *
 * @param entries relative to `root`
 */
export function packageImports(entries: readonly string[], root: string): readonly string[] {
  const found: string[] = [];
  const seen = new Set<string>();
  const queue = [...entries];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    for (const [, from, bare] of readFileSync(join(root, file), 'utf8').matchAll(STATIC)) {
      const name = from ?? bare ?? '';
      if (name.startsWith('.')) queue.push(join(dirname(file), name));
      else if (!name.startsWith('node:')) found.push(`${file} → ${name}`);
    }
  }
  return found.sort();
}
