import { resolve } from 'node:path';

const directory = resolve(import.meta.dirname, '../../../node_modules/@expo-google-fonts/noto-sans-sc');

/** The very files that the build copies into dist/assets/fonts. */
export const FONT_FILES = {
  regular: resolve(directory, '400Regular/NotoSansSC_400Regular.ttf'),
  bold: resolve(directory, '700Bold/NotoSansSC_700Bold.ttf'),
} as const;
