import { apiError, type Plain } from './wallet-plain.ts';

/** What an emulated merchant is called; with `partner` it is a service provider (服务商) with one sub merchant. */
export interface MerchantOptions {
  readonly appId: string;
  readonly mchId: string;
  readonly partner?: { readonly subMchId: string; readonly subAppId?: string };
}

/** Whatever of these a call says; anything else of it does not matter here. */
export interface SaidNames {
  readonly appid?: unknown;
  readonly mchid?: unknown;
  readonly sp_appid?: unknown;
  readonly sp_mchid?: unknown;
  readonly sub_appid?: unknown;
  readonly sub_mchid?: unknown;
}

const OPENID = 'oDEMO-0000000000000000000000';

/**
 * Who may speak, and for whom: written from WeChat Pay's documents of both kinds of merchants and independently of the
 * client. What merchants of the wrong kind are told is not in the documents; it is what they report in WeChat's own forum.
 */
export class WeChatMerchant {
  readonly #who: MerchantOptions;

  constructor(who: MerchantOptions) {
    this.#who = who;
  }

  /** The answer to a call that only the other kind of merchant may make. */
  get wrongKind(): Plain {
    return apiError(
      400,
      'PARAM_ERROR',
      this.#isPartner ? '受理机构必须传入sub_mch_id' : '普通商户不允许传sub_mch_id',
    );
  }

  /** @param partnerPath whether the path is one for service providers */
  mayUse(partnerPath: boolean): boolean {
    return partnerPath === this.#isPartner;
  }

  /** null = the order is for us. */
  orderComplaint(said: SaidNames): Plain | null {
    const { appId, mchId, partner } = this.#who;
    if (partner === undefined) {
      if (said.sub_mchid !== undefined) return this.wrongKind;
      return said.appid === appId && said.mchid === mchId
        ? null
        : notBound('appid和mch_id不匹配，请检查后再试');
    }
    const strange = this.subComplaint(said.sub_mchid);
    if (strange !== null) return strange;
    if (said.sp_appid !== appId || said.sp_mchid !== mchId)
      return notBound('appid和mch_id不匹配，请检查后再试');
    const isBound = said.sub_appid === undefined || said.sub_appid === partner.subAppId;
    return isBound ? null : notBound('sub_appid与sub_mch_id不匹配');
  }

  /** null = a question about an order of ours, or its close. */
  numbersComplaint(said: SaidNames): Plain | null {
    const { mchId, partner } = this.#who;
    const ours = partner === undefined ? said.mchid === mchId : said.sp_mchid === mchId;
    if (!ours) return apiError(400, 'MCH_NOT_EXISTS', '商户号不存在');
    return partner === undefined ? null : this.subComplaint(said.sub_mchid);
  }

  /** Of calls that both kinds make to the same path. null = right for our kind, and names our sub merchant. */
  subComplaint(subMchId: unknown): Plain | null {
    if ((subMchId !== undefined) !== this.#isPartner) return this.wrongKind;
    return subMchId === this.#who.partner?.subMchId ? null : apiError(403, 'NO_AUTH', '受理关系不存在');
  }

  /** As before, but a service provider that names nobody gets the bill of all its sub merchants: here, of the one. */
  billComplaint(subMchId: unknown): Plain | null {
    return subMchId === undefined && this.#isPartner ? null : this.subComplaint(subMchId);
  }

  /**
   * What answers about an order say of us.
   *
   * @param ordered the body that ordered it: an application of the sub merchant is repeated only if it was named there
   */
  names(ordered: SaidNames): Readonly<Record<string, unknown>> {
    const { appId, mchId, partner } = this.#who;
    return partner === undefined
      ? { appid: appId, mchid: mchId }
      : { sp_appid: appId, sp_mchid: mchId, sub_appid: ordered.sub_appid, sub_mchid: partner.subMchId };
  }

  get payer(): Readonly<Record<string, string>> {
    return this.#isPartner ? { sp_openid: OPENID } : { openid: OPENID };
  }

  /** The first columns of a bill's lines; a direct merchant has no sub merchant, which is written as 0. */
  get billed(): readonly [appId: string, mchId: string, subMchId: string] {
    const { appId, mchId, partner } = this.#who;
    return [appId, mchId, partner?.subMchId ?? '0'];
  }

  get #isPartner(): boolean {
    return this.#who.partner !== undefined;
  }
}

function notBound(message: string): Plain {
  return apiError(400, 'APPID_MCHID_NOT_MATCH', message);
}
