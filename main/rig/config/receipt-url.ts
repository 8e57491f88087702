/**
 * Whether a text is an address under which phones can fetch receipts: https (plain http on 127.0.0.1 only, for a test
 * bench), with `{claim}` after the host, and nothing that a code on the glass could not carry as it stands. The claim may
 * stand in path, query or fragment; the last of these keeps it out of everybody's server logs.
 */
export function isReceiptUrl(template: string): boolean {
  const parts = template.split('{claim}');
  // Codes want plain characters; other braces are somebody's idea of another placeholder.
  if (parts.length < 2 || !/^[\x21-\x7e]+$/.test(template) || /[{}]/.test(parts.join(''))) return false;
  const [first = ''] = parts;
  if (!/^https?:\/\/[^/?#]+[/?#]/i.test(first)) return false;
  const url = URL.canParse(first) ? new URL(first) : null;
  if (url === null || url.username + url.password !== '') return false;
  return url.protocol === 'https:' || url.hostname === '127.0.0.1';
}
