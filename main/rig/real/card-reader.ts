import type { Clock } from '../../../drivers/base/clock.ts';
import type { Log } from '../../../drivers/base/log.ts';
import { AcsCcidProtocol } from '../../../drivers/card-reader/acs/protocol.ts';
import { GemtwinProtocol } from '../../../drivers/card-reader/gemtwin/protocol.ts';
import { NibbleProtocol } from '../../../drivers/card-reader/nibble/protocol.ts';
import { NIBBLE_REPORTS, NibbleReports } from '../../../drivers/card-reader/nibble/report-wire.ts';
import { Pn532Protocol } from '../../../drivers/card-reader/pn532/protocol.ts';
import { CardReader } from '../../../drivers/card-reader/reader.ts';
import type { ReaderProtocol } from '../../../drivers/card-reader/reader-protocol.ts';
import type { ByteTransport } from '../../../drivers/transport/port.ts';
import type { CardReaderConfig } from '../config/config.ts';
import { byteWire, hidWire } from './wires.ts';

export interface Surroundings {
  readonly clock: Clock;
  readonly log: Log;
}

export function readerOf(config: CardReaderConfig, { clock, log }: Surroundings): CardReader {
  const { transport: wire } = config;
  const transport =
    wire.kind === 'hid'
      ? new NibbleReports(hidWire(wire, clock, { reports: NIBBLE_REPORTS }))
      : byteWire(wire, clock);
  return new CardReader({ protocol: protocolOf(config, transport, clock), transport, clock, log });
}

function protocolOf(
  { protocol, slot, options }: CardReaderConfig,
  transport: ByteTransport,
  clock: Clock,
): ReaderProtocol {
  switch (protocol) {
    case 'acs-ccid':
      return new AcsCcidProtocol(transport, clock, { slot });
    case 'gemtwin-ccid':
      return new GemtwinProtocol(transport, clock, options.echo === undefined ? {} : { echo: options.echo });
    case 'nibble':
      return new NibbleProtocol(transport, clock, {
        ...(options.commandClass === undefined ? {} : { commandClass: options.commandClass }),
        ...(options.portSelect === undefined ? {} : { portSelect: options.portSelect }),
      });
    case 'pn532':
      return new Pn532Protocol(transport, clock);
  }
}
