import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../drivers/base/log.ts';
import { CARD_IMAGES } from '../../drivers/card-reader/emulator/card-images.ts';
import { loopbackRig } from '../../drivers/card-reader/testing/reader-rig.ts';
import type { CardTestResult, CardTestView } from '../contract/operator-tests.ts';
import { CardTest } from './card-test.ts';
import { exportTrace, type TraceHead, traceLines, traceText } from './trace-export.ts';

const HEAD: TraceHead = {
  terminal: 'K0001',
  fitting: { protocol: 'acs-ccid', wire: '串口 /dev/ttyUSB0，9600 8N1' },
  at: Date.parse('2026-11-24T09:00:07+08:00'),
};

const READ_WELL: CardTestResult = {
  ok: true,
  outcome: 'complete',
  generation: '2',
  name: '王*明',
  idNumber: '440***********0011',
  cardNumber: '*****5678',
  region: '440404',
  expiresOn: '2031-01-01',
  warnings: ['CHECK_DIGIT', 'NEW'],
  ms: 1_520,
};

function view(change: Partial<CardTestView> = {}): CardTestView {
  return {
    phase: 'done',
    model: 'ACR1281S',
    firmware: 'V103',
    exchanges: [
      { step: 'power-on', command: '', answer: 'ATR', shape: '17 bytes', ms: 35 },
      { step: 'read-record', command: '00 B2 08 34 14', answer: '6A83', shape: '', ms: 41 },
    ],
    dropped: 0,
    result: READ_WELL,
    exported: null,
    ...change,
  };
}

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trace-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('an exported trace', () => {
  it('is two files for the kiosk’s user only, named after the time', async () => {
    const into = join(folder, 'technician');
    const paths = [
      join(into, 'card-trace-20261124-090007.jsonl'),
      join(into, 'card-trace-20261124-090007.txt'),
    ];
    expect(await exportTrace(into, HEAD, view())).toEqual({ ok: true, value: paths });
    expect((await readdir(into)).map((name) => join(into, name)).sort()).toEqual(paths);
    for (const path of paths) expect((await stat(path)).mode & 0o077).toBe(0);
    expect(await readFile(paths[0] ?? '', 'utf8')).toBe(traceLines(HEAD, view()));
    expect(await readFile(paths[1] ?? '', 'utf8')).toBe(traceText(HEAD, view()));
  });

  it('says why it cannot be written', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    expect(await exportTrace(file, HEAD, view())).toMatchObject({ ok: false, error: /^E/ });
  });

  it('as lines: head, exchanges, result, and not even the masked identity', () => {
    const lines = traceLines(HEAD, view({ dropped: 3 }))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toEqual([
      {
        kind: 'head',
        format: 1,
        at: '2026-11-24T01:00:07.000Z',
        terminal: 'K0001',
        protocol: 'acs-ccid',
        wire: '串口 /dev/ttyUSB0，9600 8N1',
        model: 'ACR1281S',
        firmware: 'V103',
      },
      { kind: 'exchange', n: 1, step: 'power-on', command: '', answer: 'ATR', shape: '17 bytes', ms: 35 },
      {
        kind: 'exchange',
        n: 2,
        step: 'read-record',
        command: '00 B2 08 34 14',
        answer: '6A83',
        shape: '',
        ms: 41,
      },
      {
        kind: 'result',
        ok: true,
        outcome: 'complete',
        generation: '2',
        warnings: ['CHECK_DIGIT', 'NEW'],
        ms: 1_520,
        dropped: 3,
      },
    ]);
  });

  it('as text: the same for people', () => {
    const text = traceText(HEAD, view({ dropped: 3 }));
    expect(text).toContain('  2  读记录\n     > 00 B2 08 34 14\n     < 6A83  找不到记录\n     41 ms');
    expect(text).toContain('< ATR  复位应答  [17 bytes]');
    expect(text).toContain('结果    complete  第 2 代卡  身份证号码校验位不对  NEW  共 1520 ms');
    expect(text).toContain('另有 3 条未记录');
    expect(text).not.toContain('王');
  });

  it.each([
    [{ ok: false, code: 'CARD_MUTE', detail: 'FE', ms: 80 } as const, 'CARD_MUTE  卡片无应答'],
    [null, '没有结果'],
  ])('tells what became of %j', (result, words) => {
    expect(traceText(HEAD, view({ result }))).toContain(words);
    expect(JSON.parse(traceLines(HEAD, view({ result })).trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
      kind: 'result',
      ok: false,
    });
  });
});

describe('a trace of every card that there is', () => {
  it.each(CARD_IMAGES.map((image) => [image.cardId, image] as const))(
    '%s: nothing that stands on it',
    async (_, image) => {
      const { clock, emulator, reader } = loopbackRig({});
      reader.start();
      await clock.advance(5_000);
      const test = new CardTest(reader, clock, silentLog);
      test.start();
      emulator.insert(image, image.chip.atr === undefined ? 'contactless' : 'contact');
      await clock.advance(60_000);
      const seen = test.view();
      expect(seen?.phase).toBe('done');
      if (seen === null) return;
      const exported = traceLines(HEAD, seen) + traceText(HEAD, seen);
      const secrets = [image.name, image.idNumber, image.cardNumber, image.cardIdentifier].flatMap(
        (secret) =>
          secret === undefined ? [] : [secret, Buffer.from(secret, 'latin1').toString('hex').toUpperCase()],
      );
      const flat = exported.replaceAll(' ', '');
      for (const secret of secrets) expect(flat.includes(secret)).toBe(false);
      const shown = JSON.stringify(seen).replaceAll(' ', '');
      for (const secret of secrets) expect(shown.includes(secret)).toBe(false);
      await reader.close();
      await emulator.close();
    },
  );
});
