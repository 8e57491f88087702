import type { WalletApp } from '../../main/contract/snapshot.ts';
import { t } from '../i18n/t.ts';

/** 云闪付、微信、支付宝: what a code can be scanned with, in the order that the channel gives. */
export function walletApps(apps: readonly WalletApp[]): string {
  return apps.map((app) => t(`app.${app}`)).join(t('app.between'));
}
