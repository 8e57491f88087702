/**
 * What the name `electron` means to every project except main/shell (`paths` in their tsconfigs). The file belongs to
 * none of those projects, so importing electron there, in any form, fails the build with TS6307. Without this file
 * the compiler would fall back to the real package. tests/boundaries.test.ts proves it.
 */
export {};
