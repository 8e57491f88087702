/** Tags that a display profile of three components must have (ICC.1, "three-component matrix-based display profiles"). */
const TAGS = ['desc', 'cprt', 'wtpt', 'rXYZ', 'gXYZ', 'bXYZ', 'rTRC', 'gTRC', 'bTRC'];

/** Primaries of sRGB, adapted to D50 (IEC 61966-2-1, as in every sRGB profile), in XYZ. */
const PRIMARIES: readonly (readonly [tag: string, xyz: readonly [number, number, number]])[] = [
  ['rXYZ', [0.4361, 0.2225, 0.0139]],
  ['gXYZ', [0.3851, 0.7169, 0.0971]],
  ['bXYZ', [0.1431, 0.0606, 0.7141]],
];

/** What is wrong with a profile that claims to be sRGB; nothing = it is. */
export function iccFaults(profile: Buffer): readonly string[] {
  const ascii = (from: number, length: number) => profile.toString('latin1', from, from + length);
  if (profile.length < 132 || ascii(36, 4) !== 'acsp') return ['is no ICC profile'];
  const faults: string[] = [];
  if (profile.readUInt32BE(0) !== profile.length) faults.push('is not as long as it says');
  if (!['mntr', 'prtr'].includes(ascii(12, 4))) faults.push(`is for a device of class ${ascii(12, 4)}`);
  if (ascii(16, 4) !== 'RGB ') faults.push(`has the colour space ${ascii(16, 4)}`);
  if (Number(profile[8]) >= 5) faults.push(`is of version ${profile[8]}`);
  const tags = new Map<string, Buffer>();
  for (let index = 0; index < profile.readUInt32BE(128); index++) {
    const at = 132 + index * 12;
    const [offset, size] = [profile.readUInt32BE(at + 4), profile.readUInt32BE(at + 8)];
    if (offset + size > profile.length) faults.push(`has a tag ${ascii(at, 4)} outside itself`);
    tags.set(ascii(at, 4), profile.subarray(offset, offset + size));
  }
  for (const tag of TAGS) if (!tags.has(tag)) faults.push(`has no ${tag}`);
  for (const [tag, xyz] of PRIMARIES) {
    const data = tags.get(tag);
    const differs = xyz.some(
      (value, axis) => Math.abs((data?.readInt32BE(8 + axis * 4) ?? 0) / 65_536 - value) > 0.001,
    );
    if (differs) faults.push(`has another ${tag} than sRGB`);
  }
  return faults;
}
