/** The per-user cache: what survives `npm ci` and serves every clone of this user on this machine. */
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * `$XDG_CACHE_HOME/shebao-kiosk`, or `~/.cache/shebao-kiosk`.
 *
 * @param {NodeJS.ProcessEnv} [env]
 * @param {string} [home]
 */
export function cacheDir(env = process.env, home = homedir()) {
  const xdg = env.XDG_CACHE_HOME;
  return join(xdg !== undefined && isAbsolute(xdg) ? xdg : join(home, '.cache'), 'shebao-kiosk');
}
