/**
 * The program that runs among the virtual devices: the production transport and drivers, nothing else. Every event of the
 * scanner and the reader is one line of JSON on standard output; it ends when standard input does.
 */
import { SystemClock } from '../../drivers/base/clock.ts';
import { silentLog } from '../../drivers/base/log.ts';
import { NibbleProtocol } from '../../drivers/card-reader/nibble/protocol.ts';
import { NibbleReports } from '../../drivers/card-reader/nibble/report-wire.ts';
import { CardReader } from '../../drivers/card-reader/reader.ts';
import { HidPosScanner } from '../../drivers/code-scanner/hid-pos/scanner.ts';
import { type HidAddress, HidTransport } from '../../drivers/transport/hid.ts';

const [scannerAt, readerAt]: readonly HidAddress[] = JSON.parse(process.argv[2] ?? '[]');
if (scannerAt === undefined || readerAt === undefined) throw new Error('which devices?');

const clock = new SystemClock();
const log = silentLog;
const say = (what: string) => (line: unknown) => process.stdout.write(`${JSON.stringify({ what, line })}\n`);

const scanner = new HidPosScanner({
  transport: new HidTransport({ address: scannerAt, clock }),
  clock,
  log,
  layout: null,
});
const sayScanner = say('scanner');
scanner.subscribe((event) => sayScanner({ ...event, state: scanner.state() }));

const transport = new NibbleReports(new HidTransport({ address: readerAt, clock }));
const reader = new CardReader({ protocol: new NibbleProtocol(transport, clock), transport, clock, log });
const sayReader = say('reader');
reader.subscribe(async (event) => {
  sayReader(event);
  if (event.type === 'card-inserted') say('identity')(await reader.readIdentity());
});

scanner.start();
reader.start();
process.stdin.resume();
process.stdin.on('end', async () => {
  await Promise.all([scanner.close(), reader.close()]);
  process.exit(0);
});
