import type { DayReportView } from './day-report.ts';
import type { DeviceView } from './operator.ts';
import type { CARD_STEPS, CodeTestView } from './operator-tests.ts';

/** The technician's words, in Chinese: on the page and in the exported trace alike. Codes stand beside them, never alone. */

export const DEVICE_WORDS: Readonly<Record<DeviceView['id'], string>> = {
  'card-reader': '读卡器',
  'code-scanner': '扫码器',
  printer: '打印机',
  wechat: '微信支付',
  alipay: '支付宝',
  aggregate: '聚合支付',
  agency: '社保接口',
};

export const CONNECTION_WORDS: Readonly<Record<DeviceView['connection'], string>> = {
  absent: '未配置',
  connecting: '正在连接',
  ready: '已连接',
  gone: '断开',
  unasked: '尚未调用',
};

/** How far the reconciliation of a day has come. */
export const STANDING_WORDS: Readonly<Record<DayReportView['channels'][number]['standing'], string>> = {
  running: '当天未结束',
  due: '未对账',
  waiting: '等待重试',
  preliminary: '初步对账',
  final: '对账完成',
};

export const SUCCESS_WORDS: Readonly<Record<NonNullable<DeviceView['lastSuccess']>['what'], string>> = {
  connected: '连接成功',
  'card-read': '读卡成功',
  'code-scanned': '扫到条码',
  printed: '打印成功',
  answered: '应答正常',
};

export const CODE_WORDS: Readonly<Record<CodeTestView['kind'], string>> = {
  ecode: '按电子社保卡处理',
  'payment-code': '付款码',
  'id-number': '身份证号码',
  foreign: '其他条码',
  unknown: '',
};

export const STEP_WORDS: Readonly<Record<(typeof CARD_STEPS)[number], string>> = {
  'power-on': '上电复位',
  'select-master-file': '选择主目录',
  'select-application': '选择社保应用',
  'select-file': '选择文件',
  'read-record': '读记录',
  'get-response': '取响应',
  authenticate: '认证',
  'verify-pin': '校验密码',
  other: '其他指令',
};

export const WARNING_WORDS: Readonly<Record<string, string>> = {
  CHECK_DIGIT: '身份证号码校验位不对',
  EXPIRED: '卡片已过有效期',
  ID_FORMAT: '身份证号码格式不对',
};

/** What drivers and ports call a failure, as a technician would say it and with what to look at first. */
const ERROR_WORDS: Readonly<Record<string, string>> = {
  // Wires.
  NOT_FOUND: '找不到设备：检查插头、电源和路径',
  NO_PERMISSION: '没有权限：检查设备文件的用户组',
  BUSY: '被别的程序占用',
  GONE: '连接断开：检查线缆',
  NOT_OPEN: '端口没有打开',
  IO: '读写失败',
  CLOSED: '已关闭',
  SILENT: '设备没有应答：检查电源、波特率和协议',
  SPOILED: '应答反复出错：检查线缆、波特率和停止位',
  REFUSED: '设备拒收指令',
  // Cards.
  NO_CARD: '没有卡片',
  CARD_REMOVED: '读卡中途拔卡',
  CARD_MUTE: '卡片无应答：插反、触点脏或芯片损坏',
  NOT_SOCIAL_CARD: '卡上没有社保应用',
  UNREADABLE: '卡上数据不合规范',
  READER_GONE: '读卡器断开',
  READER_FAULT: '读卡器故障',
  BUG: '程序出错，详见日志',
  // Servers.
  timeout: '等待应答超时',
  network: '网络不通',
  'server-error': '对方服务器出错',
  'bad-signature': '签名验不过：检查密钥',
  'unknown-key': '对方用了未配置的公钥',
  'clock-skew': '时钟偏差过大：校准本机时间',
  'bad-answer': '应答不合约定',
  throttled: '对方要求稍后再试',
  UNEXPECTED: '对方拒绝了请求',
  OUR_FAULT: '对方认为请求有误',
  // Printers.
  'paper-out': '缺纸',
  'cover-open': '机盖打开',
  cutter: '切刀故障',
  jam: '卡纸',
  overheated: '打印头过热',
  offline: '脱机',
  'presenter-full': '出纸口有纸未取',
  fault: '打印机故障',
  silent: '打印机没有应答',
  gone: '打印机断开',
  remainder: '机内可能留有上一张凭条',
};

/** Empty for a code that nobody has put into words: the code itself is shown beside it. */
export function errorWords(code: string): string {
  return ERROR_WORDS[code] ?? '';
}

/** `ready`, `low`, `blocked:paper-out` in words. */
export function readinessWords(readiness: string): string {
  if (readiness === 'ready') return '可以打印';
  if (readiness === 'low') return '可以打印，纸快用完';
  const [, reason = readiness] = /^blocked:(.*)$/.exec(readiness) ?? [];
  return `不能打印：${errorWords(reason) || reason}`;
}

/** `01:16 02:1` as it is, `24 bytes` in Chinese. */
export function shapeWords(shape: string): string {
  return shape.replace(/ bytes$/, ' 字节');
}

const STATUS_WORDS: Readonly<Record<string, string>> = {
  ATR: '复位应答',
  '9000': '成功',
  '6281': '数据可能有误',
  '6283': '文件已失效',
  '6400': '执行出错，状态未变',
  '6581': '卡片存储出错',
  '6700': '长度不对',
  '6981': '命令与文件结构不符',
  '6982': '安全条件不满足，需要认证',
  '6983': '密码已锁定',
  '6984': '引用数据失效',
  '6985': '使用条件不满足',
  '6986': '没有选中文件',
  '6988': '安全报文不正确',
  '6A80': '数据域参数不对',
  '6A81': '不支持此功能',
  '6A82': '找不到文件或应用',
  '6A83': '找不到记录',
  '6A84': '空间不足',
  '6A86': '参数 P1、P2 不对',
  '6A88': '找不到引用数据',
  '6B00': '偏移超出范围',
  '6D00': '不支持此指令',
  '6E00': '不支持此类别',
  '6F00': '卡片内部出错',
};

/**
 * The meaning of a card's status word (ISO 7816-4), or of the reader's error code where no status word came.
 *
 * @param answer `ATR`, four hex digits, or a code and its detail
 */
export function answerWords(answer: string): string {
  const [code = ''] = answer.split(' ', 1);
  const exact = STATUS_WORDS[code] ?? ERROR_WORDS[code];
  if (exact !== undefined) return exact;
  if (!/^[0-9A-F]{4}$/.test(answer)) return '';
  const low = Number.parseInt(answer.slice(2), 16);
  if (answer.startsWith('61')) return `还有 ${low === 0 ? 256 : low} 字节可取`;
  if (answer.startsWith('6C')) return `长度应为 ${low === 0 ? 256 : low}`;
  if (answer.startsWith('63C')) return `不正确，还可试 ${low & 0x0f} 次`;
  return '未定义的状态';
}
