#!/usr/bin/env bash
# Becomes Electron with nothing open but its own three streams. The bench's pseudo-terminals belong to the test's process,
# and whatever that starts inherits them: an app that holds the far end of its own card reader never sees it unplugged.
set -euo pipefail
for entry in "/proc/$$/fd/"*; do
  fd="${entry##*/}"
  # 255 is bash's own, for this script.
  if [[ "$fd" =~ ^[0-9]+$ ]] && ((fd > 2 && fd != 255)); then eval "exec ${fd}>&-"; fi
done
# Copied aside from the first byte on: Playwright hands the streams over only when the app is up.
exec "$KIOSK_ELECTRON" "$@" > >(tee -a "$KIOSK_E2E_OUTPUT") 2> >(tee -a "$KIOSK_E2E_OUTPUT" >&2)
