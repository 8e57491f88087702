import type { Lever, LeverArg } from '../../base/lever.ts';
import { ok } from '../../base/result.ts';
import { makeLever, notNow } from '../../transport/emulator/lever-args.ts';
import type { EmulatedLine } from '../../transport/emulator/line.ts';

/** A code that somebody could hold under the scanner. */
export interface KnownCode {
  /** Stable, for the lever's choice. */
  readonly codeId: string;
  /** What a technician reads on the panel. */
  readonly label: string;
  readonly text: string;
}

export interface LineScannerEmulatorOptions {
  readonly line: EmulatedLine;
  /** Electronic cards and other codes that the demo knows. */
  readonly codes?: readonly KnownCode[];
  /** What the engine sends after each code; default CR. */
  readonly terminator?: '' | '\r' | '\n' | '\r\n';
}

/** A scan engine on the device's end of a line: whatever is held under it comes out as text. */
export class LineScannerEmulator {
  readonly levers: readonly Lever[];
  readonly #line: EmulatedLine;
  readonly #terminator: string;

  constructor({ line, codes = [], terminator = '\r' }: LineScannerEmulatorOptions) {
    this.#line = line;
    this.#terminator = terminator;
    this.levers = [this.#scan(codes), ...this.#plugs()];
  }

  /** Any text: what does not fit the protocol is sent as it is. */
  scan(text: string): void {
    this.#line.write(Buffer.from(text + this.#terminator, 'utf8'));
  }

  close(): Promise<void> {
    return this.#line.close();
  }

  #scan(codes: readonly KnownCode[]): Lever {
    const known: LeverArg = {
      name: 'code',
      label: '已知的码',
      type: 'choice',
      optional: true,
      options: codes.map(({ codeId, label }) => ({ value: codeId, label })),
    };
    const free: LeverArg = {
      name: 'text',
      label: '或任意内容',
      type: 'text',
      maxLength: 4_096,
      optional: true,
    };
    return makeLever(
      { id: 'scanner-scan', label: '扫码', kind: 'action', args: [known, free] },
      async (values) => {
        const code = codes.find(({ codeId }) => codeId === values.text('code'));
        const text = values.text('text') ?? code?.text;
        if (text === undefined) return notNow('没有可扫的码：请选一个，或输入内容');
        this.scan(text);
        return ok();
      },
    );
  }

  #plugs(): readonly Lever[] {
    return [
      makeLever({ id: 'scanner-unplug', label: '拔掉扫码器', kind: 'action', args: [] }, async () => {
        await this.#line.unplug();
        return ok();
      }),
      makeLever({ id: 'scanner-replug', label: '插回扫码器', kind: 'action', args: [] }, async () => {
        await this.#line.replug();
        return ok();
      }),
    ];
  }
}
