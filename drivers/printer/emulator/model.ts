/** Commands and answers that not every model has. One that does not know a command prints its tail, as clones do. */
export type Extension =
  | 'processId'
  | 'clearBuffers'
  | 'identify'
  /** GS V, GS !, GS ( k, GS r: common, but not on everything. */
  | 'gsV'
  | 'gsSize'
  | 'qr'
  | 'inOrder'
  /** GS ( L. */
  | 'graphics'
  /** GS a. */
  | 'automatic'
  /** GS e. */
  | 'ejector'
  /** ESC G for bold. */
  | 'escG'
  /** DLE EOT 5 and DLE EOT 20. */
  | 'masungExit'
  | 'customFull';

/** What differs between the printers that the emulator can be. */
export interface EmulatedModel {
  readonly name: string;
  readonly firmware: string;
  readonly paperMm: number;
  /** Printable dots across; centred on the paper. */
  readonly dots: number;
  readonly headToCutterMm: number;
  readonly mmPerSecond: number;
  /** From the end of the feed to the knife's way back. */
  readonly cutMs: number;
  /** The knife can go all the way through; else every cut leaves a bridge of paper, whatever it was told. */
  readonly cutsThrough: boolean;
  readonly bufferBytes: number;
  readonly knows: ReadonlySet<Extension>;
  /** Of an unknown command of the GS ( family, which tells its own length, it prints nothing. Clones print its tail. */
  readonly passesOver: boolean;
  /** Where a slip goes when it is cut: to the floor, into the exit by itself, or into the exit when it is told to. */
  readonly presenter: 'none' | 'by-itself' | 'told';
  /** DLE EOT 3 bit 2 says jam; elsewhere a jam is an error without a name, unless the maker's own answer tells. */
  readonly hasJamBit: boolean;
  /** DLE EOT 4 bit 6 says that a slip is at the exit. */
  readonly hasExitBit: boolean;
}

const COMMON: readonly Extension[] = ['gsV', 'gsSize', 'qr', 'inOrder'];

/** A common clone without extensions. */
export const CLONE_80: EmulatedModel = {
  name: 'Clone 80',
  firmware: '1.0',
  paperMm: 80,
  dots: 576,
  headToCutterMm: 15,
  mmPerSecond: 200,
  cutMs: 300,
  // GS V 0, 1, 48, 49 and 66 are all half cuts: SPRT SP-EU58III manual, p. 21.
  cutsThrough: false,
  bufferBytes: 4096,
  knows: new Set(COMMON),
  passesOver: false,
  presenter: 'none',
  hasJamBit: true,
  hasExitBit: false,
};

/** As little as a common clone, but better mannered. */
export const POLITE_CLONE: EmulatedModel = { ...CLONE_80, name: 'Polite 80', passesOver: true };

export const CLONE_58: EmulatedModel = {
  ...CLONE_80,
  name: 'Clone 58',
  paperMm: 58,
  dots: 384,
  headToCutterMm: 12,
  mmPerSecond: 80,
};

export const DEMO_80: EmulatedModel = {
  ...CLONE_80,
  name: 'Kiosk Demo 80',
  headToCutterMm: 12,
  knows: new Set([...COMMON, 'processId', 'clearBuffers', 'identify']),
};

export const EPSON_TM: EmulatedModel = {
  ...CLONE_80,
  name: 'TM-T82II',
  knows: new Set([...COMMON, 'processId', 'clearBuffers', 'identify', 'graphics', 'automatic']),
};

export const MASUNG: EmulatedModel = {
  ...CLONE_80,
  name: 'EP800',
  knows: new Set(['gsSize', 'inOrder', 'escG', 'masungExit']),
  cutsThrough: true,
  presenter: 'by-itself',
  hasJamBit: false,
};

export const SNBC: EmulatedModel = {
  ...CLONE_80,
  name: 'BT-T080',
  knows: new Set([...COMMON, 'automatic']),
};

export const VKP80: EmulatedModel = {
  ...CLONE_80,
  name: 'VKP80II',
  headToCutterMm: 20,
  knows: new Set(['gsSize', 'inOrder', 'ejector', 'customFull']),
  cutsThrough: true,
  presenter: 'told',
  hasJamBit: false,
};

export const CASHINO: EmulatedModel = {
  ...CLONE_58,
  name: 'KP-628E',
  cutsThrough: true,
  hasJamBit: false,
};

export const CITIZEN: EmulatedModel = {
  ...CLONE_80,
  name: 'PPU-231II',
  knows: new Set(['gsV', 'gsSize', 'inOrder']),
  cutsThrough: true,
  presenter: 'by-itself',
  hasJamBit: false,
  hasExitBit: true,
};

/** The least that still calls itself ESC/POS. */
export const DUMB_CLONE: EmulatedModel = {
  ...CLONE_80,
  name: 'Dumb 80',
  mmPerSecond: 80,
  knows: new Set(),
  hasJamBit: false,
};

export const DOTS_PER_MM = 8;
