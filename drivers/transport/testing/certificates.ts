import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/**
 * X.509 certificates made at run time, for tests of mutual TLS: no test key lies in the repository and none expires.
 * Just enough DER (X.690) for an authority and the certificates it signs, on the curve P-256.
 */
export interface TestIdentity {
  readonly cert: string;
  readonly key: string;
}

export interface TestAuthority {
  /** PEM of the authority's own certificate. */
  readonly ca: string;
  /** A certificate for 127.0.0.1 and for use as a client alike. */
  issue(name: string): TestIdentity;
}

export function makeAuthority(name: string): TestAuthority {
  const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const issue = (subject: string, subjectKey: KeyObject, isAuthority: boolean): string =>
    pem(
      'CERTIFICATE',
      certificate({ issuer: name, issuerKey: own.privateKey, subject, subjectKey, isAuthority }),
    );
  return {
    ca: issue(name, own.publicKey, true),
    issue: (subject) => {
      const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      return {
        cert: issue(subject, pair.publicKey, false),
        key: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      };
    },
  };
}

interface Request {
  readonly issuer: string;
  readonly issuerKey: KeyObject;
  readonly subject: string;
  readonly subjectKey: KeyObject;
  readonly isAuthority: boolean;
}

/** RFC 5280, version 3. */
function certificate({ issuer, issuerKey, subject, subjectKey, isAuthority }: Request): Buffer {
  const algorithm = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02)); // ecdsa-with-SHA256
  const basicConstraints = sequence(
    oid(0x55, 0x1d, 0x13),
    tlv(0x01, Buffer.of(0xff)),
    tlv(0x04, isAuthority ? sequence(tlv(0x01, Buffer.of(0xff))) : sequence()),
  );
  const subjectAltName = sequence(
    oid(0x55, 0x1d, 0x11),
    tlv(0x04, sequence(tlv(0x87, Buffer.of(127, 0, 0, 1)))),
  );
  const toBeSigned = sequence(
    tlv(0xa0, tlv(0x02, Buffer.of(2))),
    tlv(0x02, Buffer.concat([Buffer.of(1), randomBytes(8)])),
    algorithm,
    commonName(issuer),
    sequence(generalizedTime('20200101000000Z'), generalizedTime('21200101000000Z')),
    commonName(subject),
    subjectKey.export({ type: 'spki', format: 'der' }),
    tlv(0xa3, sequence(basicConstraints, subjectAltName)),
  );
  const signature = sign('sha256', toBeSigned, { key: issuerKey, dsaEncoding: 'der' });
  return sequence(toBeSigned, algorithm, tlv(0x03, Buffer.concat([Buffer.of(0), signature])));
}

function commonName(name: string): Buffer {
  return sequence(tlv(0x31, sequence(oid(0x55, 0x04, 0x03), tlv(0x0c, Buffer.from(name)))));
}

function generalizedTime(text: string): Buffer {
  return tlv(0x18, Buffer.from(text));
}

function oid(...bytes: number[]): Buffer {
  return tlv(0x06, Buffer.from(bytes));
}

function sequence(...parts: Buffer[]): Buffer {
  return tlv(0x30, Buffer.concat(parts));
}

/** Tag, length in its shortest form (up to 65535), value. */
function tlv(tag: number, value: Buffer): Buffer {
  const { length } = value;
  const head =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...head), value]);
}

function pem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
