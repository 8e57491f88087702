/**
 * The document that a slip printer prints, in the order in which a reader meets it. It has no fonts, columns or bytes:
 * the ESC/POS encoder, the PDF and the preview on the glass all read these blocks and lay them out for themselves, so
 * that the three can never tell different stories.
 */
export type SlipBlock =
  /** Centred, double size; one line at most 12 full-width characters. */
  | { readonly kind: 'title'; readonly text: string }
  /** Stands out (boxed or inverse): 演示, 【补打】第 2 次. */
  | { readonly kind: 'banner'; readonly text: string }
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly align?: 'left' | 'center';
      readonly emphasis?: boolean;
      readonly size?: 'normal' | 'large';
    }
  /** Label on the left, value on the right; the value wraps below when it does not fit. `field` ties it to a fact. */
  | {
      readonly kind: 'pair';
      readonly label: string;
      readonly value: string;
      readonly field?: string;
      readonly emphasis?: boolean;
      /** Large: twice as wide and high, the value below its label when the two do not fit beside each other. */
      readonly size?: 'normal' | 'large';
    }
  | { readonly kind: 'rule' }
  | { readonly kind: 'space' }
  | {
      readonly kind: 'qr';
      readonly data: string;
      readonly caption: string;
      /** For calibration only: the printer's own command, or an image of ours. By default as the profile says. */
      readonly drawnBy?: 'printer' | 'image';
    };

export interface Slip {
  readonly blocks: readonly SlipBlock[];
}
