// How large the letters are: chosen once on the phone, kept beside the language.
export const TYPE_SIZES = [100, 125, 150] as const;
export type TypeSize = (typeof TYPE_SIZES)[number];

const KEY = 'shouwang.type-size';

export function readTypeSize(): TypeSize {
  try {
    return TYPE_SIZES.find((size) => String(size) === localStorage.getItem(KEY)) ?? TYPE_SIZES[0];
  } catch {
    return TYPE_SIZES[0];
  }
}

/** Shows the size, in percent of what the browser itself would show. */
export function showTypeSize(size: TypeSize): void {
  document.documentElement.style.fontSize = `${size}%`;
}

export function chooseTypeSize(size: TypeSize): void {
  showTypeSize(size);
  try {
    localStorage.setItem(KEY, String(size));
  } catch {
    // storage is closed: it holds for this page
  }
}
