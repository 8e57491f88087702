import type { ScreenName } from './snapshot.ts';

/** What a technician calls the screens of residents. */
export const SCREEN_WORDS: Readonly<Record<ScreenName, string>> = {
  attract: '待机',
  identify: '识别身份',
  home: '选择业务',
  bills: '选择费款',
  review: '核对',
  pay: '付款',
  outcome: '缴费结果',
  case: '业务受理',
  receipt: '取凭证',
  farewell: '取卡离开',
  trouble: '遇到问题',
  'out-of-service': '暂停服务',
};

export const SCREEN_NAMES = Object.keys(SCREEN_WORDS) as readonly ScreenName[];
