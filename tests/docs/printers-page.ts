import { findProfile, PROFILE_NAMES, profileFacts } from '../../drivers/printer/profile.ts';
import { code, generatedFrom, page, table } from './markdown.ts';

/** All printer profiles, value by value, with where each value comes from. */
export function printersPage(): string {
  return page(
    '# Printers',
    generatedFrom('`drivers/printer/profiles`'),
    `What one model can do and how it is told is a file in \`drivers/printer/profiles\`; what each value means is told in
\`drivers/printer/profile-schema.ts\`, how slips are proven in [printing.md](printing.md). A file says only what differs from
the profile that it extends.`,
    `**?** marks what no document about this very model confirms: values taken over from another profile, and guesses on the
safe side. The self-test page of the unit, and the calibration slip and the probe of the
[technician's window](technician.md#printer), tell more; it also says which of these profiles fits.`,
    table(
      ['Profile', 'For', 'Paper', 'Proof', 'Cut', 'QR', 'Status', 'Presenter', 'Empties its buffer', 'Line'],
      PROFILE_NAMES.map(overview),
    ),
    ...PROFILE_NAMES.flatMap((name) => [`## ${name}`, table(['Field', 'Value', 'Source'], facts(name))]),
  );
}

function overview(name: string): readonly string[] {
  const found = findProfile(name);
  /* v8 ignore next -- the names are the list's own */
  if (!found.ok) return [name];
  const { model, paper, proof, cut, qr, status, presenter, clear, line } = found.value;
  const sensor = status.presenterBit || status.extra !== 'none';
  const hands = presenter.retract === 'none' ? 'seen' : 'seen, drawn back';
  const extras = [status.extra, status.automatic].filter((extra) => extra !== 'none');
  return [
    code(name),
    model,
    `${paper.widthMm} mm, ${paper.dots} dots, ${paper.columns} columns`,
    { 'process-id': '`GS ( H` (A)', 'gs-r': '`GS r` (B)', none: 'time (C)' }[proof.kind],
    code(cut.command),
    code(qr.command),
    ['DLE EOT', ...extras.map(code)].join(', '),
    sensor ? hands : '–',
    code(clear.command),
    `${line.baudRate} baud, flow ${line.flow}${line.xonXoff ? '' : ', never XON/XOFF'}`,
  ];
}

function facts(name: string): readonly (readonly string[])[] {
  return profileFacts(name)
    .filter(({ from }) => from === name)
    .map(({ field, value, source, confirmed }) => [
      code(field),
      `${code(String(value))}${confirmed ? '' : ' **?**'}`,
      source,
    ]);
}
