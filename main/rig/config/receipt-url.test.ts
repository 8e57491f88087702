import { describe, expect, it } from 'vitest';
import { isReceiptUrl } from './receipt-url.ts';

describe('the address of receipts', () => {
  it.each([
    'https://rs.example.gov.cn/r/{claim}',
    'https://rs.example.gov.cn:8443/kiosk/r/{claim}.pdf',
    'https://rs.example.gov.cn/receipt?claim={claim}&from=kiosk',
    'https://rs.example.gov.cn/#/receipt/{claim}',
    'https://rs.example.gov.cn?{claim}',
    'http://127.0.0.1:8080/r/{claim}',
  ])('may be %s', (template) => expect(isReceiptUrl(template)).toBe(true));

  it.each([
    ['without a place for the claim', 'https://rs.example.gov.cn/r/'],
    ['with another placeholder', 'https://rs.example.gov.cn/{order}/{claim}'],
    ['plain http', 'http://rs.example.gov.cn/r/{claim}'],
    ['a name that can be made to point elsewhere', 'http://localhost/r/{claim}'],
    ['the claim in the host', 'https://{claim}.example.gov.cn/r/'],
    ['the claim as the port', 'https://rs.example.gov.cn:{claim}/'],
    ['a user', 'https://user:secret@rs.example.gov.cn/r/{claim}'],
    ['no host', 'https:///{claim}'],
    ['a port that is none', 'https://rs.example.gov.cn:99999/{claim}'],
    ['another scheme', 'weixin://r/{claim}'],
    ['characters that are not plain', 'https://rs.example.gov.cn/凭证/{claim}'],
    ['a space', 'https://rs.example.gov.cn/ r/{claim}'],
    ['nothing', ''],
  ])('is not: %s', (_what, template) => expect(isReceiptUrl(template)).toBe(false));
});
