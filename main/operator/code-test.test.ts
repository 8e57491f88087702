import { expect, it } from 'vitest';
import { codeTestSchema } from '../contract/operator-tests.ts';
import { FakeScanner } from '../visit/testing/fake-scanner.ts';
import { CodeTest } from './code-test.ts';

it('keeps of the next code its kind and length, and of no other anything', () => {
  const scanner = new FakeScanner();
  const test = new CodeTest(scanner);
  let changes = 0;
  test.subscribe(() => {
    changes += 1;
  });
  scanner.scan('TOKEN-1');
  expect(test.view()).toBeNull();
  test.start();
  expect(codeTestSchema.parse(test.view())).toEqual({ phase: 'waiting', kind: 'unknown', length: 0 });
  scanner.scan('134567890123456789');
  scanner.scan('https://example.com');
  expect(codeTestSchema.parse(test.view())).toEqual({ phase: 'done', kind: 'payment-code', length: 18 });
  test.end();
  expect(test.view()).toBeNull();
  expect(changes).toBe(3);
});
