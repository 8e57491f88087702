/** 社会保障服务热线, the same all over the country. */
export const SERVICE_PHONE = '12333';

/** How long an electronic receipt is kept on the terminal and its slip can be printed again by card, in days. */
export const RECEIPT_DAYS = 180;
