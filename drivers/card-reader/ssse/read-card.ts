import type { Clock } from '../../base/clock.ts';
import { err, type Result } from '../../base/result.ts';
import type { CardSlot } from '../card-slot.ts';
import { CardChannel } from '../iso7816/channel.ts';
import type { CardError, CardIdentity } from '../port.ts';
import { selectApplication } from './application.ts';
import { SsseFiles } from './files.ts';
import { assembleIdentity } from './identity.ts';

const CHINA_OFFSET_MS = 8 * 3_600_000;

/**
 * One card session from power to identity (card notes 1.11). The card is left powered: the caller switches it off when
 * the identity has been handed on, so that the resident does not wait for that. A card that leaves on the way gives
 * CARD_REMOVED, and what was read of it is forgotten.
 */
export async function readSocialCard(slot: CardSlot, clock: Clock): Promise<Result<CardIdentity, CardError>> {
  const powered = await slot.powerOn();
  if (!powered.ok) return powered;
  const identity = await readPowered(new CardChannel(slot), clock);
  if (!identity.ok && identity.error.code === 'NO_CARD') return err({ code: 'CARD_REMOVED' });
  return identity;
}

async function readPowered(channel: CardChannel, clock: Clock): Promise<Result<CardIdentity, CardError>> {
  const selected = await selectApplication(channel);
  if (!selected.ok) return selected;
  const files = new SsseFiles(channel);
  for (const file of ['EF05', 'EF06'] as const) {
    const read = await files.read(file);
    if (!read.ok) return read;
  }
  const today = new Date(clock.now() + CHINA_OFFSET_MS).toISOString().slice(0, 10);
  return assembleIdentity(files.values, files.guarded, today);
}
