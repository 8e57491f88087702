import { create } from 'qrcode';
import type { Interpreter, QrLevel } from './interpreter.ts';
import { DOTS_PER_MM, type Extension } from './model.ts';
import type { Bitmap } from './paper.ts';

/** One command of the emulated printer, as its manual's page describes it. */
export interface Command {
  readonly prefix: readonly number[];
  /** Bytes of the whole command; null while the part that says so has not arrived. */
  readonly length: (buffer: Uint8Array) => number | null;
  readonly run: (printer: Interpreter, command: Uint8Array) => void;
  /** Asks something and prints nothing. */
  readonly inquiry?: boolean;
  /** Has been obeyed when it arrived; skipped in order. */
  readonly realTime?: boolean;
  /** The extension that a model must have. */
  readonly needs?: Extension;
}

const ESC = 0x1b;
const FS = 0x1c;
const GS = 0x1d;
const DLE = 0x10;

type Run = Command['run'];

const fixed = (
  prefix: readonly number[],
  params: number,
  run: Run,
  rest: Partial<Command> = {},
): Command => ({
  prefix,
  length: () => prefix.length + params,
  run,
  ...rest,
});

/** A switch of one parameter, for which manuals allow 0, 1 and their digits. */
const onOff = (
  prefix: readonly number[],
  set: (printer: Interpreter, on: boolean) => void,
  rest: Partial<Command> = {},
): Command =>
  fixed(prefix, 1, (printer, command) => set(printer, (at(command, prefix.length) & 1) === 1), rest);

const at = (command: Uint8Array, index: number): number => Number(command[index]);

/** Positions that only hold at the start of a line. */
const atLineStart = (printer: Interpreter, name: string): void => {
  if (!printer.lineIsEmpty) printer.violate(`${name} inside a line`);
};

const dropped: Run = () => undefined;

const text = (value: string): Uint8Array => Uint8Array.from([0x5f, ...Buffer.from(value, 'latin1'), 0]);

/** GS ( k and GS ( H: pL pH say how much follows. */
const counted = (buffer: Uint8Array): number | null => {
  const [, , , low, high] = buffer;
  return low === undefined || high === undefined ? null : 5 + low + high * 256;
};

const rasterLength = (buffer: Uint8Array): number | null => {
  const [, , , , xL, xH, yL, yH] = buffer;
  if (xL === undefined || xH === undefined || yL === undefined || yH === undefined) return null;
  return 8 + (xL + xH * 256) * (yL + yH * 256);
};

const LEVELS: Readonly<Record<number, QrLevel>> = { 48: 'L', 49: 'M', 50: 'Q', 51: 'H' };

const qr: Run = (printer, command) => {
  const [, , , , , symbol, fn, m] = command;
  const key = symbol === 0x31 ? fn : undefined;
  if (key === 0x41) {
    if (m !== 0x32) printer.violate('GS ( k: only model 2');
  } else if (key === 0x43) {
    printer.qr.moduleDots = Number(m);
  } else if (key === 0x45) {
    const level = LEVELS[Number(m)];
    if (level === undefined) printer.violate('GS ( k: no such error correction');
    else printer.qr.level = level;
  } else if (key === 0x50) {
    printer.qr.data = command.slice(8);
  } else if (key === 0x51) {
    printQr(printer);
  } else {
    printer.violate('GS ( k: no such function');
  }
};

function printQr(printer: Interpreter): void {
  const { data, level, moduleDots } = printer.qr;
  if (data.length === 0) {
    printer.violate('GS ( k: nothing stored');
    return;
  }
  atLineStart(printer, 'QR code');
  const { modules } = create([{ data, mode: 'byte' }], { errorCorrectionLevel: level });
  const side = modules.size * moduleDots;
  printer.image({
    width: side,
    height: side,
    isBlack: (x, y) => modules.get(Math.floor(y / moduleDots), Math.floor(x / moduleDots)) !== 0,
  });
}

function bitmap(data: Uint8Array, width: number, height: number): Bitmap {
  const widthBytes = Math.ceil(width / 8);
  return {
    width,
    height,
    isBlack: (x, y) => (at(data, y * widthBytes + (x >> 3)) & (0x80 >> (x & 7))) !== 0,
  };
}

const raster: Run = (printer, command) => {
  const widthBytes = at(command, 4) + at(command, 5) * 256;
  atLineStart(printer, 'GS v 0');
  printer.image(bitmap(command.slice(8), widthBytes * 8, at(command, 6) + at(command, 7) * 256));
};

/** GS ( L: function 112 stores an image of one colour without scaling, function 50 prints it. Widths are in dots. */
const graphics: Run = (printer, command) => {
  const [, , , , , m, fn, a, bx, by, c] = command;
  if (m === 0x30 && fn === 0x70 && a === 0x30 && bx === 1 && by === 1 && c === 0x31) {
    const width = at(command, 11) + at(command, 12) * 256;
    const height = at(command, 13) + at(command, 14) * 256;
    const data = command.slice(15);
    if (data.length !== Math.ceil(width / 8) * height) printer.violate('GS ( L: data do not fill the image');
    printer.graphics = bitmap(data, width, height);
  } else if (m === 0x30 && fn === 0x32 && printer.graphics !== null) {
    atLineStart(printer, 'GS ( L');
    printer.image(printer.graphics);
    printer.graphics = null;
  } else {
    printer.violate('GS ( L: no such function, or nothing stored');
  }
};

/** GS e 2 and GS e 3 m; the other numbers move motors by hand. */
const ejector: Command = {
  prefix: [GS, 0x65],
  length: ([, , n]) => (n === undefined ? null : n === 3 ? 4 : 3),
  run: (printer, command) => {
    const n = at(command, 2);
    if (n === 2) printer.machine.retract();
    else if (n === 3) printer.machine.present();
    else printer.violate('GS e: no such movement');
  },
  inquiry: true,
  needs: 'ejector',
};

const cut =
  (how: 'full' | 'partial'): Run =>
  (printer) => {
    atLineStart(printer, 'cut');
    printer.machine.cut(how);
  };

/** GS V m cuts where the paper stands, GS V m n feeds it to the cutter first, with n dots more. */
const CUTS: Readonly<Record<number, { readonly how: 'full' | 'partial'; readonly feeds: boolean }>> = {
  0: { how: 'full', feeds: false },
  1: { how: 'partial', feeds: false },
  48: { how: 'full', feeds: false },
  49: { how: 'partial', feeds: false },
  65: { how: 'full', feeds: true },
  66: { how: 'partial', feeds: true },
};

const gsV: Command = {
  prefix: [GS, 0x56],
  length: ([, , m]) => (m === undefined ? null : CUTS[m]?.feeds === true ? 4 : 3),
  run: (printer, command) => {
    const kind = CUTS[at(command, 2)];
    if (kind === undefined) {
      printer.violate('GS V: no such cut');
      return;
    }
    const { model } = printer.machine;
    if (kind.feeds) printer.feed(model.headToCutterMm * DOTS_PER_MM + at(command, 3));
    cut(kind.how)(printer, command);
  },
  needs: 'gsV',
};

const processId: Run = (printer, command) => {
  const [, , , low, , fn, m, ...id] = command;
  if (low !== 6 || fn !== 0x30 || m !== 0x30 || id.some((byte) => byte < 0x20 || byte > 0x7e)) {
    printer.violate('GS ( H: only function 48 with four characters');
    return;
  }
  printer.machine.reply(Uint8Array.from([0x37, 0x22, ...id, 0]), true);
};

const identify: Run = (printer, command) => {
  const { model, reply } = printer.machine;
  const n = at(command, 2);
  if (n === 0x43) reply(text(model.name), false);
  else if (n === 0x41) reply(text(model.firmware), false);
  else printer.violate('GS I: no such identification');
};

export const COMMANDS: readonly Command[] = [
  fixed([0x00], 0, dropped),
  fixed([0x0d], 0, dropped),
  fixed([0x0a], 0, (printer) => printer.lineFeed()),
  fixed([DLE, 0x04], 1, dropped, { realTime: true }),
  fixed([DLE, 0x05], 1, dropped, { realTime: true }),
  fixed([DLE, 0x14], 8, dropped, { realTime: true, needs: 'clearBuffers' }),
  fixed([ESC, 0x40], 0, (printer) => printer.reset()),
  fixed([ESC, 0x21], 1, (printer, command) => printer.format.setAsciiMode(at(command, 2))),
  fixed([ESC, 0x33], 1, (printer, command) => {
    printer.format.pitchDots = at(command, 2);
  }),
  onOff([ESC, 0x45], (printer, on) => {
    printer.format.bold = on;
  }),
  onOff(
    [ESC, 0x47],
    (printer, on) => {
      printer.format.bold = on;
    },
    { needs: 'escG' },
  ),
  fixed([ESC, 0x4a], 1, (printer, command) => {
    if (!printer.lineIsEmpty) printer.lineFeed();
    printer.feed(at(command, 2));
  }),
  fixed([ESC, 0x61], 1, (printer, command) => {
    atLineStart(printer, 'ESC a');
    const n = at(command, 2) % 0x30;
    if (n === 0 || n === 1 || n === 2) printer.format.align = n;
    else printer.violate('ESC a: no such alignment');
  }),
  fixed([ESC, 0x64], 1, (printer, command) => {
    for (let lines = at(command, 2); lines > 0; lines--) printer.lineFeed();
  }),
  fixed([ESC, 0x69], 0, cut('full')),
  fixed([ESC, 0x6d], 0, cut('partial')),
  fixed([FS, 0x26], 0, (printer) => {
    atLineStart(printer, 'FS &');
    printer.format.chinese = true;
  }),
  fixed([FS, 0x2e], 0, (printer) => {
    atLineStart(printer, 'FS .');
    printer.format.chinese = false;
  }),
  fixed([FS, 0x53], 2, (printer, command) => {
    printer.format.chineseGapDots = at(command, 2) + at(command, 3);
  }),
  fixed([FS, 0x21], 1, (printer, command) => printer.format.setHanziMode(at(command, 2))),
  fixed([GS, 0x21], 1, (printer, command) => printer.format.setSize(at(command, 2)), { needs: 'gsSize' }),
  onOff([GS, 0x42], (printer, on) => {
    printer.format.inverse = on;
  }),
  gsV,
  fixed(
    [GS, 0x72, 0x01],
    0,
    (printer) => printer.machine.reply(Uint8Array.of(printer.machine.paperStatus()), true),
    {
      inquiry: true,
      needs: 'inOrder',
    },
  ),
  fixed([GS, 0x61], 1, (printer, command) => printer.machine.tellChanges(at(command, 2) !== 0), {
    inquiry: true,
    needs: 'automatic',
  }),
  ejector,
  fixed([GS, 0x49], 1, identify, { inquiry: true, needs: 'identify' }),
  { prefix: [GS, 0x28, 0x6b], length: counted, run: qr, needs: 'qr' },
  { prefix: [GS, 0x28, 0x4c], length: counted, run: graphics, needs: 'graphics' },
  { prefix: [GS, 0x28, 0x48], length: counted, run: processId, inquiry: true, needs: 'processId' },
  { prefix: [GS, 0x76, 0x30], length: rasterLength, run: raster },
];
