/**
 * The boundaries between the folders are compiler errors, not habits. Each forbidden import is tried here against the
 * project's own tsconfigs, in a small tree of its own, and must fail the build with an error in the offending file;
 * the same file without the forbidden line must pass.
 */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');

const CONFIGS = [
  'tsconfig.json',
  'scripts/tsconfig.base.json',
  'scripts/tsconfig.json',
  'main/tsconfig.json',
  'main/contract/tsconfig.json',
  'main/shell/tsconfig.json',
  'drivers/tsconfig.json',
  'renderer/tsconfig.json',
  'tests/tsconfig.json',
];

/** One file for every project, using everything that is allowed. */
const TREE: Readonly<Record<string, string>> = {
  'main/contract/intent.ts': `export type Intent = 'start' | 'cancel';\n`,
  'drivers/base.ts': `import { join } from 'node:path';\nexport const place: string = join('a', 'b');\n`,
  'main/visit.ts': `import { place } from '../drivers/base.ts';\nimport type { Intent } from './contract/intent.ts';\nexport const visit: { place: string; intent: Intent } = { place, intent: 'start' };\n`,
  'main/shell/window.ts': `import { app } from 'electron';\nimport { visit } from '../visit.ts';\nexport const title: string = app.getName() + visit.place;\n`,
  'main/index.ts': `import { title } from './shell/window.ts';\nexport const kiosk: string = title;\n`,
  'renderer/app.tsx': `import type { Intent } from '../main/contract/intent.ts';\nexport const first: Intent = 'start';\nexport const width: number = document.body.clientWidth;\n`,
  'tests/flow.ts': `import { place } from '../drivers/base.ts';\nimport { visit } from '../main/visit.ts';\nexport const both: string[] = [place, visit.place];\n`,
  'scripts/forbidden/electron.ts': readFileSync(join(ROOT, 'scripts/forbidden/electron.ts'), 'utf8'),
  'scripts/tool.mjs': `/** @type {number} */\nexport const one = 1;\n`,
};

interface Probe {
  readonly rule: string;
  readonly file: string;
  /** The line that must not compile. */
  readonly forbidden: string;
  /** What the compiler says about it. */
  readonly error: RegExp;
}

/** The file exists but belongs to a project that this one does not reference. */
const NOT_OURS = /error TS6307/;
/** For these projects the name means scripts/forbidden/electron.ts, which is not theirs. */
const NO_ELECTRON = NOT_OURS;
/** There is no such module for this project. */
const NO_MODULE = /error TS(2307|2591|2882)/;

const PROBES: readonly Probe[] = [
  {
    rule: 'drivers do not import main',
    file: 'drivers/probe.ts',
    forbidden: `import { visit } from '../main/visit.ts';\nexport const used = visit;`,
    error: NOT_OURS,
  },
  {
    rule: 'drivers do not import even types of the contract',
    file: 'drivers/probe.ts',
    forbidden: `import type { Intent } from '../main/contract/intent.ts';\nexport type Used = Intent;`,
    error: NOT_OURS,
  },
  {
    rule: 'drivers do not import electron',
    file: 'drivers/probe.ts',
    forbidden: `import { app } from 'electron';\nexport const used: unknown = app;`,
    error: NO_ELECTRON,
  },
  {
    rule: 'the renderer does not import drivers',
    file: 'renderer/probe.tsx',
    forbidden: `import { place } from '../drivers/base.ts';\nexport const used = place;`,
    error: NOT_OURS,
  },
  {
    rule: 'the renderer does not import main outside the contract',
    file: 'renderer/probe.tsx',
    forbidden: `import { visit } from '../main/visit.ts';\nexport const used = visit;`,
    error: NOT_OURS,
  },
  {
    rule: 'the renderer does not import electron',
    file: 'renderer/probe.tsx',
    forbidden: `import { ipcRenderer } from 'electron';\nexport const used: unknown = ipcRenderer;`,
    error: NO_ELECTRON,
  },
  {
    rule: 'the renderer does not touch Node',
    file: 'renderer/probe.tsx',
    forbidden: `import { readFileSync } from 'node:fs';\nexport const used: unknown = readFileSync;`,
    error: NO_MODULE,
  },
  {
    rule: 'the contract does not touch Node',
    file: 'main/contract/probe.ts',
    forbidden: `import { readFileSync } from 'node:fs';\nexport const used: unknown = readFileSync;`,
    error: NO_MODULE,
  },
  {
    rule: 'the contract does not touch the process',
    file: 'main/contract/probe.ts',
    forbidden: `export const used: unknown = process.env;`,
    error: /error TS(2304|2580|2591)/,
  },
  {
    rule: 'the contract does not touch the DOM',
    file: 'main/contract/probe.ts',
    forbidden: `export const used: unknown = document.title;`,
    error: /error TS(2304|2584)/,
  },
  {
    rule: 'the contract does not import drivers',
    file: 'main/contract/probe.ts',
    forbidden: `import { place } from '../../drivers/base.ts';\nexport const used = place;`,
    error: NOT_OURS,
  },
  {
    rule: 'main outside the shell does not import electron',
    file: 'main/probe.ts',
    forbidden: `import { app } from 'electron';\nexport const used: unknown = app;`,
    error: NO_ELECTRON,
  },
  {
    rule: 'main outside the shell does not import electron lazily either',
    file: 'main/probe.ts',
    forbidden: `export const used: Promise<unknown> = import('electron');`,
    error: NO_ELECTRON,
  },
  {
    rule: 'main outside the shell does not import a part of electron',
    file: 'main/probe.ts',
    forbidden: `import { app } from 'electron/main';\nexport const used: unknown = app;`,
    error: NO_MODULE,
  },
  {
    rule: 'main does not import the shell',
    file: 'main/probe.ts',
    forbidden: `import { title } from './shell/window.ts';\nexport const used = title;`,
    error: NOT_OURS,
  },
  {
    rule: 'main does not import the renderer',
    file: 'main/probe.ts',
    forbidden: `import { first } from '../renderer/app.tsx';\nexport const used: string = first;`,
    error: /error TS(6307|6142)/,
  },
];

interface Built {
  readonly code: number;
  readonly output: string;
}

let tree = '';

function put(file: string, text: string): void {
  mkdirSync(dirname(join(tree, file)), { recursive: true });
  writeFileSync(join(tree, file), text);
}

function build(): Promise<Built> {
  return new Promise((done) => {
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
    execFile(process.execPath, [tsc, '-b', '--pretty', 'false'], { cwd: tree }, (error, stdout, stderr) => {
      done({ code: error === null ? 0 : Number(error.code ?? 1), output: stdout + stderr });
    });
  });
}

beforeAll(() => {
  // Inside the checkout, so that packages and their types are found as they are for the real files.
  mkdirSync(join(ROOT, '.build'), { recursive: true });
  tree = mkdtempSync(join(ROOT, '.build/boundaries-'));
  for (const config of CONFIGS) cpSync(join(ROOT, config), join(tree, config));
  for (const [file, text] of Object.entries(TREE)) put(file, text);
});

afterAll(() => {
  rmSync(tree, { recursive: true, force: true });
});

describe('boundaries', () => {
  it('let everything pass that is allowed (the control)', async () => {
    for (const { file } of PROBES) put(file, 'export {};\n');
    const { code, output } = await build();
    expect(output).toBe('');
    expect(code).toBe(0);
  });

  for (const { rule, file, forbidden, error } of PROBES) {
    it(rule, async () => {
      put(file, `${forbidden}\n`);
      const { code, output } = await build();
      put(file, 'export {};\n');
      const complaints = output.split('\n').filter((line) => line.startsWith(file));
      expect(complaints.join('\n')).toMatch(error);
      expect(code).not.toBe(0);
    });
  }
});
