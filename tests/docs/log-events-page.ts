import { type DocumentedEvent, documentedEvents, type Field } from './doc-comments.ts';
import { code, generatedFrom, page, table } from './markdown.ts';

/** @param source text of drivers/base/log-events.ts */
export function logEventsPage(source: string): string {
  const events = documentedEvents(source, 'LogEvents');
  return page(
    '# Log events',
    generatedFrom('`drivers/base/log-events.ts`'),
    `The log is one file of JSON lines a day, in the folder \`logs\` of the terminal’s data (\`<user-data>/logs\`; on the demo
rig \`<user-data>/demo/logs\`), mode 0600, kept for 30 days. Each line has \`t\` (UTC), \`ev\` (one of the ids below) and that event’s own
fields. There are no other events and no other fields: a name, an identity or card number, a token or a key has no field
to go into, and the compiler checks it.`,
    '```json\n{"t":"2026-11-25T16:52:57.286Z","ev":"device-ready","device":"card-reader","model":"ACR1281S","firmware":"V103"}\n```',
    table(['Event', 'Meaning', 'Fields'], events.map(row)),
    '`device` is `card-reader`, `code-scanner` or `printer`. The codes of `alarm` are listed in [troubles.md](troubles.md#alarms).',
  );
}

function row({ id, doc, fields }: DocumentedEvent): readonly string[] {
  return [code(id), doc, fields.map(field).join('<br>')];
}

function field({ name, optional, type, doc }: Field): string {
  const values = /^[a-zA-Z]+$/.test(type) ? '' : `: ${type.replaceAll("'", '')}`;
  return `${code(name)}${values}${optional ? ' (optional)' : ''}${doc === '' ? '' : `, ${doc}`}`;
}
