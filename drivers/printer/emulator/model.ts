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
  readonly bufferBytes: number;
  /** Extensions beyond the common set. A model that does not know one prints its tail, as clones do. */
  readonly knows: {
    readonly processId: boolean;
    readonly clearBuffers: boolean;
    readonly identify: boolean;
  };
}

export const DEMO_80: EmulatedModel = {
  name: 'Kiosk Demo 80',
  firmware: '1.0',
  paperMm: 80,
  dots: 576,
  headToCutterMm: 12,
  mmPerSecond: 200,
  cutMs: 300,
  bufferBytes: 4096,
  knows: { processId: true, clearBuffers: true, identify: true },
};

const NOTHING = { processId: false, clearBuffers: false, identify: false };

/** A common clone without extensions. */
export const CLONE_80: EmulatedModel = { ...DEMO_80, name: 'Clone 80', headToCutterMm: 15, knows: NOTHING };

export const CLONE_58: EmulatedModel = {
  ...CLONE_80,
  name: 'Clone 58',
  paperMm: 58,
  dots: 384,
  headToCutterMm: 12,
  mmPerSecond: 80,
};

export const DOTS_PER_MM = 8;
