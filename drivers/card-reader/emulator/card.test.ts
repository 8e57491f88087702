import { describe, expect, it } from 'vitest';
import { fromHex } from '../../base/bytes.ts';
import { EmulatedCard } from './card.ts';
import type { Chip } from './card-image.ts';
import { CARD_IMAGES } from './card-images.ts';
import { deriveCardKey, prove } from './cryptogram.ts';
import { DEMO_REGION } from './demo-region.ts';
import { EmulatedPsam } from './psam.ts';

const SELECT = '00A404000F7378312E73682EC9E7BBE1B1A3D5CF';

function card(cardId: string, changed: Partial<Chip> = {}) {
  const image = CARD_IMAGES.find((one) => one.cardId === cardId);
  if (image === undefined) throw new Error(`no card ${cardId}`);
  const chip = new EmulatedCard({ ...image, chip: { ...image.chip, ...changed } });
  const send = (hex: string) => {
    const answer = chip.transmit(fromHex(hex));
    return 'hex' in answer ? answer.hex : answer.failed;
  };
  chip.powerOn('contact');
  return { chip, send };
}

/** What the security module of the card's region would answer, written out. */
function proofFor(challenge: string): string {
  const key = deriveCardKey(
    Buffer.from(DEMO_REGION.issuerKey, 'hex'),
    Buffer.from('440404sx', 'latin1'),
    Buffer.from('8650430200000021', 'hex'),
  );
  return prove(key, Buffer.from(challenge, 'hex')).toString('hex').toUpperCase() + challenge;
}

describe('a third-generation card', () => {
  const opened = () => {
    const one = card('v3-psam', { zeroLe: 'direct' });
    one.send(SELECT);
    const authenticate = (proof: (challenge: string) => string, key = '0A') =>
      one.send(`008200${key}10${proof(one.send('0084000008').slice(0, 16))}`);
    return { ...one, authenticate, number: () => one.send('00B2083000').slice(-4) };
  };

  it('opens to the right proof, until power or application change', () => {
    const { send, chip, authenticate, number } = opened();
    expect(number()).toBe('6982');
    expect(authenticate(proofFor)).toBe('9000');
    expect(number()).toBe('9000');
    send(SELECT);
    expect(number()).toBe('6982');
    authenticate(proofFor);
    chip.powerOn('contact');
    send(SELECT);
    expect(number()).toBe('6982');
  });

  it('counts wrong proofs, forgets them after a right one, and blocks for good', () => {
    const { authenticate, chip, send, number } = opened();
    const wrong = (challenge: string) => '00'.repeat(8) + challenge;
    expect(authenticate(wrong)).toBe('63C4');
    expect(authenticate(proofFor)).toBe('9000');
    for (const left of [4, 3, 2, 1, 0]) expect(authenticate(wrong)).toBe(`63C${left}`);
    chip.powerOn('contact');
    send(SELECT);
    expect(authenticate(proofFor)).toBe('6983');
    expect(number()).toBe('6982');
  });

  it('takes a proof for its last challenge only, and once', () => {
    const { send, authenticate } = opened();
    expect(send(`0082000A10${'00'.repeat(16)}`)).toBe('6985');
    let spent = '';
    const keep = (challenge: string) => {
      spent = proofFor(challenge);
      return spent;
    };
    expect(authenticate(keep)).toBe('9000');
    expect(send(`0082000A10${spent}`)).toBe('6985');
    expect(authenticate(() => spent)).toBe('63C4');
  });

  it('knows its own key number, and challenges of eight bytes', () => {
    const { send, authenticate } = opened();
    expect(authenticate(proofFor, '0B')).toBe('6A88');
    expect(send('0084000004')).toBe('6C08');
  });

  it.each([{ ef05: [] }, { atr: null }] as const)(
    'without what its key is made from believes nobody: %j',
    (chip) => {
      const { send } = card('v3-psam', chip);
      send(SELECT);
      const challenge = send('0084000008').slice(0, 16);
      expect(send(`0082000A10${proofFor(challenge)}`)).toBe('63C4');
    },
  );

  it('listens to nobody outside its application', () => {
    const { send } = card('v3-psam');
    expect(send(`0082000A10${'00'.repeat(16)}`)).toBe('6985');
  });
});

describe('a card of an earlier generation', () => {
  it('gives no challenge and knows no proof', () => {
    const { send } = card('v2-wang');
    send(SELECT);
    expect(send('0084000008')).toBe('6D00');
    expect(send(`0082000A10${'00'.repeat(16)}`)).toBe('6D00');
  });

  it('knows no other instructions', () => {
    expect(card('v2-wang').send('00CA000000')).toBe('6D00');
  });

  it('that knows one form of SELECT refuses the other', () => {
    const { send } = card('v2-wang', { selectsFiles: ['02'] });
    send(SELECT);
    expect(send('00A4000002EF05')).toBe('6A86');
    expect(send('00A4020002EF05')).toBe('9000');
  });
});

describe('the emulated security module', () => {
  const FACTORS = `${'8650430200000021'}${'3434303430347378'}`;
  const CHALLENGE = '0102030405060708';

  function module() {
    const psam = new EmulatedPsam({ keys: new Map([[DEMO_REGION.module, DEMO_REGION.issuerKey]]) });
    const send = (hex: string) => {
      const answer = psam.transmit(fromHex(hex));
      return 'hex' in answer ? answer.hex : answer.failed;
    };
    return { psam, send };
  }

  it('proves what its card checks', () => {
    const { psam, send } = module();
    expect(psam.powerOn()).toBe('3B6D00005744282908864341BC7E19332C');
    expect(send('00A4040006D15600000590')).toBe('610A');
    expect(send('00C000000A')).toBe('6F088406D156000005909000');
    expect(send(`BFDE481418${FACTORS}${CHALLENGE}`)).toBe('9000');
    expect(send(`80FA000008${CHALLENGE}`)).toBe('6108');
    expect(send('00C0000008')).toBe(`${proofFor(CHALLENGE).slice(0, 16)}9000`);
    expect(send('00C0000008')).toBe('6985');
  });

  it('refuses what comes out of turn or is misshapen', () => {
    const { psam, send } = module();
    expect(send('00A4040006D15600000590')).toBe('parity');
    psam.powerOn();
    expect(send(`BFDE481418${FACTORS}${CHALLENGE}`)).toBe('6985');
    expect(send(`80FA000008${CHALLENGE}`)).toBe('6985');
    expect(send('00A4040006D15600000591')).toBe('6A82');
    send('00A4040006D15600000590');
    expect(send(`BFDE481518${FACTORS}${CHALLENGE}`)).toBe('6A88');
    expect(send(`BFDE481408${CHALLENGE}`)).toBe('6700');
    send(`BFDE481418${FACTORS}${CHALLENGE}`);
    expect(send('80FA00000401020304')).toBe('6700');
    expect(send('0084000008')).toBe('6D00');
    psam.powerOff();
    expect(send('00C0000008')).toBe('parity');
  });

  it('depends on the key, both factors and the challenge', () => {
    const key = (hex: string) => Buffer.from(hex, 'hex');
    const base = [DEMO_REGION.issuerKey, '3434303430347378', '8650430200000021', CHALLENGE] as const;
    const proofOf = (issuer: string, region: string, serial: string, challenge: string) =>
      prove(deriveCardKey(key(issuer), key(region), key(serial)), key(challenge)).toString('hex');
    const proofs = [
      proofOf(...base),
      proofOf('202122232425262728292A2B2C2D2E2F', base[1], base[2], base[3]),
      proofOf(base[0], '3434303430357378', base[2], base[3]),
      proofOf(base[0], base[1], '8650430200000022', base[3]),
      proofOf(base[0], base[1], base[2], '0102030405060709'),
    ];
    expect(new Set(proofs).size).toBe(5);
  });
});
