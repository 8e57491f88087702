import type { Log } from '../../drivers/base/log.ts';
import type { LogEvents } from '../../drivers/base/log-events.ts';

/** The few events that whoever starts the terminal by hand must not miss, in words. Repeated ones are said once. */
const SENTENCES: {
  readonly [Id in keyof LogEvents]?: (fields: LogEvents[Id]) => string;
} = {
  'device-ready': ({ device, model, firmware }) => `${device}: ready, ${model} ${firmware}`.trimEnd(),
  'device-gone': ({ device, cause }) => `${device}: gone (${cause}); waiting for it to come back`,
  'device-open-failed': ({ device, cause }) => `${device}: cannot be opened (${cause}); trying again`,
  alarm: ({ code, order }) => `ALARM ${code}${order === undefined ? '' : ` (order ${order})`}`,
  bug: ({ where, error, at }) => `BUG in ${where}: ${error} ${at}`,
  'renderer-recovered': ({ reason }) => `the page was loaded again (${reason})`,
};

export function consoleLog(write: (line: string) => void): Log {
  let last = '';
  return {
    event: (id, fields) => {
      const sentence = SENTENCES[id]?.(fields);
      if (sentence === undefined || sentence === last) return;
      last = sentence;
      write(`[kiosk] ${sentence}`);
    },
  };
}
