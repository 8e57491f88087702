/** Data the app reads at run time, put where the built code finds it: dist/assets, beside dist/main. */
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { cutScreenFonts } from './fonts.mjs';
import { cutRareFonts, rareFontFaces } from './rare-fonts.mjs';

/**
 * Only the weights that are used: the package holds nine of 10 MB each. Screen, slip and PDF read the same two.
 *
 * @type {Readonly<Record<string, string>>} file in the font package → name in dist/assets/fonts
 */
const FONTS = {
  '400Regular/NotoSansSC_400Regular.ttf': 'NotoSansSC-Regular.ttf',
  '700Bold/NotoSansSC_700Bold.ttf': 'NotoSansSC-Bold.ttf',
  LICENSE_FONT: 'OFL.txt',
};

/** @param {string} root @param {string} out */
export async function makeAssets(root, out) {
  const assets = join(out, 'assets');
  mkdirSync(join(assets, 'fonts'), { recursive: true });
  if (existsSync(join(root, 'assets'))) cpSync(join(root, 'assets'), assets, { recursive: true });
  const from = join(root, 'node_modules/@expo-google-fonts/noto-sans-sc');
  for (const [file, name] of Object.entries(FONTS))
    copyFileSync(join(from, file), join(assets, 'fonts', name));
  await makeScreenFonts(root, join(assets, 'fonts'));
}

const FACES = [
  { weight: 400, file: 'NotoSansSC-Regular.ttf' },
  { weight: 700, file: 'NotoSansSC-Bold.ttf' },
];

/** Puts the fonts of the screens beside the whole ones, and fonts.css, which names them all. @param {string} root @param {string} folder */
async function makeScreenFonts(root, folder) {
  const rules = await cutScreenFonts(folder, FACES, texts(root));
  const main = readFileSync(join(folder, 'NotoSansSC-Regular.ttf'));
  const rare = await cutRareFonts(join(root, 'node_modules/hanamin'), join(folder, 'rare'), main);
  const weights = FACES.map(({ weight }) => weight);
  writeFileSync(
    join(folder, 'fonts.css'),
    `${[...rules, ...rareFontFaces('rare', rare, weights)].join('\n')}\n`,
  );
}

/** What the screens say by themselves: the locales. @param {string} root */
function texts(root) {
  const folder = join(root, 'assets/locales');
  return readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('');
}
