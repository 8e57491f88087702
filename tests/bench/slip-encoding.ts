import type { Clock } from '../../drivers/base/clock.ts';
import { encodeSlip } from '../../drivers/printer/escpos/encode-slip.ts';
import { findProfile } from '../../drivers/printer/profile.ts';
import type { Slip, SlipBlock } from '../../drivers/printer/slip.ts';
import type { ReceiptDoc } from '../../main/receipt/receipt-doc.ts';
import type { Row } from './row.ts';
import { type PeerSlip, slipPeers } from './slip-peers.ts';
import { faultOf } from './slip-verdict.ts';
import { type Summary, single, summarise } from './statistics.ts';

/** The same slip by our encoder and by the libraries of the field, one after the other in the same process. */

const WARM_UP = 300;
const SLIPS = 1_000;
/** Ours is wanted ten times as fast as the fastest that is right. */
const WANTED_RATIO = 0.1;
const URL = 'https://pz.example.gov.cn/v?n=4404002611240817';

interface Measured {
  readonly name: string;
  readonly took: Summary;
  readonly bytes: number;
  readonly fault: string | null;
}

export async function measureSlipEncoding(
  root: string,
  doc: ReceiptDoc,
  clock: Clock,
): Promise<readonly Row[]> {
  const slip = asked(doc);
  const ours = await measured('ours', async () => encodeSlip(laidOut(slip), profile()).bytes, slip, clock);
  if (ours.fault !== null) throw new Error(`our own slip: ${ours.fault}`);
  const peers: Measured[] = [];
  for (const { name, encode } of await slipPeers(root, slip)) {
    peers.push(await measured(name, encode, slip, clock));
  }
  const right = peers.filter(({ fault }) => fault === null).map(({ took }) => took.median);
  return peers.flatMap(({ name, took, bytes, fault }): Row[] => {
    const verdict = fault === null ? 'right' : `wrong: ${fault}`;
    const target = took.median === Math.min(...right) ? { of: 'ratio' as const, max: WANTED_RATIO } : null;
    return [
      {
        what: 'slip encoded',
        unit: 'ms',
        result: ours.took,
        comparedWith: { what: `${name} (${verdict})`, result: took },
        ...(target === null ? {} : { target }),
      },
      {
        what: 'slip, size',
        unit: 'bytes',
        result: single(ours.bytes),
        comparedWith: { what: name, result: single(bytes) },
      },
    ];
  });
}

async function measured(
  name: string,
  encode: () => Promise<Uint8Array>,
  slip: PeerSlip,
  clock: Clock,
): Promise<Measured> {
  let bytes = await encode();
  for (let run = 1; run < WARM_UP; run++) bytes = await encode();
  const took: number[] = [];
  for (let run = 0; run < SLIPS; run++) {
    const from = clock.monotonic();
    bytes = await encode();
    took.push(clock.monotonic() - from);
  }
  return { name, took: summarise(took), bytes: bytes.length, fault: faultOf(bytes, slip) };
}

function profile() {
  const found = findProfile('generic-80');
  if (!found.ok) throw new Error('there is no profile generic-80');
  return found.value;
}

/** What all of them can be asked for: a title, rows of normal size, a paragraph, a code. */
function asked({ blocks }: ReceiptDoc): PeerSlip {
  const title = blocks.find((block) => block.kind === 'title')?.text ?? '';
  const note = blocks.filter((block) => block.kind === 'text').at(-1)?.text ?? '';
  const pairs = blocks.flatMap((block) =>
    block.kind === 'pair' ? [[block.label, block.value] as const] : [],
  );
  return { title, pairs, note, url: URL };
}

function laidOut({ title, pairs, note, url }: PeerSlip): Slip {
  const blocks: SlipBlock[] = [
    { kind: 'title', text: title },
    { kind: 'rule' },
    ...pairs.map(([label, value]): SlipBlock => ({ kind: 'pair', label, value })),
    { kind: 'rule' },
    { kind: 'text', text: note },
    { kind: 'qr', data: url, caption: '' },
  ];
  return { blocks };
}
