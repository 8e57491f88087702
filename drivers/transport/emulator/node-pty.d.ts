// The package's own types describe terminals with a child process; the bare pty pair underneath is not declared.
declare module '@lydell/node-pty/requireBinary.js' {
  export function requireBinary(file: 'pty.node'): {
    /** Blocking handles set to non-blocking; `pty` is the path of the slave, e.g. /dev/pts/3. Throws when none is free. */
    open(
      columns: number,
      rows: number,
    ): { readonly master: number; readonly slave: number; readonly pty: string };
  };
}
