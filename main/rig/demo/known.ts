/** What the demo rig has made itself is right, or it is a bug. */
export function known<T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false }): T {
  if (!result.ok) throw new Error('the demo rig does not fit together');
  return result.value;
}
