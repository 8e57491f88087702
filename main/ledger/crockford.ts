/** Crockford's digits of base 32: no I, L, O or U, so that what is read out or typed off a slip is not mistaken. */
export const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
