import type { CardCommand } from '../iso7816/command.ts';
import { type CardVersion, type FileName, recordNumber, shortFileId } from './fields.ts';

/** READ RECORD's P2, lower bits: how P1 is meant. Upper five bits: short file identifier, 0 = the current file. */
const BY_TAG = 0x00;
const BY_NUMBER = 0x04;
const FROM_NUMBER_TO_LAST = 0x05;

/** A way of asking for one field: where the file is, and what P1 says. */
export interface RecordWay {
  /** The file must have been selected; otherwise it is named in the command. */
  readonly needsSelection: boolean;
  readonly by: 'tag' | 'number';
}

/**
 * In the order in which they are tried. By tag is the same for all generations; by number is not. P2 is 00, 04, and for
 * files that are named in the command 28 and 2C (EF05), 30 and 34 (EF06) (card notes 1.2).
 */
export const RECORD_WAYS: readonly RecordWay[] = [
  { needsSelection: true, by: 'tag' },
  { needsSelection: true, by: 'number' },
  { needsSelection: false, by: 'tag' },
  { needsSelection: false, by: 'number' },
];

/** All records of the current file at once, as the captured session asks for them. */
export const READ_WHOLE_FILE: CardCommand = readRecord(1, FROM_NUMBER_TO_LAST);

/** One field that a card of this generation can hold. */
export function readField(way: RecordWay, file: FileName, tag: number, version: CardVersion): CardCommand {
  const where = way.needsSelection ? 0 : shortFileId(file) << 3;
  return way.by === 'tag'
    ? readRecord(tag, where | BY_TAG)
    : readRecord(recordNumber(file, tag, version), where | BY_NUMBER);
}

/** Le = 00: some cards give all there is, others say how much it is (6Cxx). */
function readRecord(p1: number, p2: number): CardCommand {
  return { cla: 0x00, ins: 0xb2, p1, p2, le: 0 };
}
