// Sizes of type are written in pixels, as at the desk, and follow the reader's own size on the phone: the build makes them relative to it.
import type { Plugin } from 'vite';

/** What browsers take for one rem until somebody chooses otherwise. */
const REM = 16;

/** Pure: a style sheet whose letters and lines grow with the root's. Boxes and lines drawn keep their pixels. */
export function typeInRem(styles: string): string {
  return styles.replace(/\b(font|font-size|line-height):[^;}]+/g, (declaration) =>
    declaration.replace(/\b(\d+(?:\.\d+)?)px\b/g, (_, pixels: string) => `${Number(pixels) / REM}rem`),
  );
}

export function growingType(): Plugin {
  return {
    name: 'growing-type',
    enforce: 'pre',
    transform: (code, id) => (/\.css$/.test(id) ? { code: typeInRem(code), map: null } : null),
  };
}
