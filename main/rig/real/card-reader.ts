import type { Clock } from '../../../drivers/base/clock.ts';
import type { Log } from '../../../drivers/base/log.ts';
import { AcsCcidProtocol } from '../../../drivers/card-reader/acs/protocol.ts';
import type { AuthProvider } from '../../../drivers/card-reader/auth/auth-provider.ts';
import { PsamAuth } from '../../../drivers/card-reader/auth/psam-auth.ts';
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
  const { protocol, auth } = family(config, transport, clock);
  return new CardReader({ protocol, transport, clock, log, ...(auth === undefined ? {} : { auth }) });
}

interface Family {
  readonly protocol: ReaderProtocol;
  readonly auth?: AuthProvider;
}

type Options = CardReaderConfig['options'];

function family(
  { protocol, slot, options }: CardReaderConfig,
  transport: ByteTransport,
  clock: Clock,
): Family {
  switch (protocol) {
    case 'acs-ccid':
      return { protocol: new AcsCcidProtocol(transport, clock, { slot }) };
    case 'gemtwin-ccid': {
      const { echo = 'auto' } = options;
      return { protocol: new GemtwinProtocol(transport, clock, { echo }) };
    }
    case 'nibble':
      return nibble(options, transport, clock);
    case 'pn532':
      return { protocol: new Pn532Protocol(transport, clock) };
  }
}

/** Third-generation cards are opened only by a module whose key numbers somebody has asked the issuer for. */
function nibble({ commandClass, portSelect, psam }: Options, transport: ByteTransport, clock: Clock): Family {
  const protocol = new NibbleProtocol(transport, clock, {
    ...(commandClass === undefined ? {} : { commandClass }),
    ...(portSelect === undefined ? {} : { portSelect }),
  });
  if (psam === undefined) return { protocol };
  const keys = { module: psam.moduleKey, card: psam.cardKey };
  return { protocol, auth: new PsamAuth({ module: protocol.sam, keys, clock }) };
}
