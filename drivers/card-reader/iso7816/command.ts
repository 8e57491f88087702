interface CommandHeader {
  readonly cla: number;
  readonly ins: number;
  readonly p1: number;
  readonly p2: number;
}

/** A command to the card. T=0 sends data or a length, never both: what a case 4 command gives is fetched (61xx). */
export type CardCommand = CommandHeader &
  (
    | { /** 1–255 bytes. */ readonly data: Uint8Array }
    | { /** Expected length 0–255, 0 meaning up to 256. */ readonly le: number }
  );

export interface CardReply {
  readonly data: Uint8Array;
  /** 0–FFFF, never 61xx; 6Cxx only where the card insists on it twice. */
  readonly statusWord: number;
}

export function encodeCommand(command: CardCommand): Uint8Array {
  const { cla, ins, p1, p2 } = command;
  if ('le' in command) return Uint8Array.of(cla, ins, p1, p2, command.le);
  return Uint8Array.of(cla, ins, p1, p2, command.data.length, ...command.data);
}

/** SELECT by name of the application (`P1` = 04). */
export function selectByName(name: Uint8Array): CardCommand {
  return { cla: 0x00, ins: 0xa4, p1: 0x04, p2: 0x00, data: name };
}

/** `00 C0 00 00 xx`: fetches what 61xx has announced. */
export function getResponse(length: number): CardCommand {
  return { cla: 0x00, ins: 0xc0, p1: 0x00, p2: 0x00, le: length };
}
