/** 社会保障服务热线, the same all over the country. */
export const SERVICE_PHONE = '12333';

/** 医疗保障服务热线: what an order with a medical premium is asked about. */
export const MEDICAL_PHONE = '12393';

/** 纳税缴费服务热线: the tax authority collects the premiums and issues the formal certificate of payment. */
export const TAX_PHONE = '12366';

/** How long an electronic receipt is kept on the terminal and its slip can be printed again by card, in days. */
export const RECEIPT_DAYS = 180;
