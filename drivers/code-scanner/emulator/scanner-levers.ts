import type { Lever, LeverArg } from '../../base/lever.ts';
import { ok } from '../../base/result.ts';
import { makeLever, notNow } from '../../transport/emulator/lever-args.ts';

/** A code that somebody could hold under the scanner. */
export interface KnownCode {
  /** Stable, for the lever's choice. */
  readonly codeId: string;
  /** What a technician reads on the panel. */
  readonly label: string;
  readonly text: string;
}

/** Any emulated scanner's plug. */
interface Plug {
  unplug(): Promise<void>;
  replug(): Promise<void>;
}

/** What a person can do to any scanner: hold something under it, pull its plug. */
export function scannerLevers(
  scan: (text: string) => void,
  plug: Plug,
  codes: readonly KnownCode[],
): readonly Lever[] {
  return [
    scanLever(scan, codes),
    makeLever({ id: 'scanner-unplug', label: '拔掉扫码器', kind: 'action', args: [] }, async () => {
      await plug.unplug();
      return ok();
    }),
    makeLever({ id: 'scanner-replug', label: '插回扫码器', kind: 'action', args: [] }, async () => {
      await plug.replug();
      return ok();
    }),
  ];
}

function scanLever(scan: (text: string) => void, codes: readonly KnownCode[]): Lever {
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
      scan(text);
      return ok();
    },
  );
}
