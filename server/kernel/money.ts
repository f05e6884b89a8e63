// Money is whole fen (1 yuan = 100 fen) everywhere but on the screen. Pure: the browser imports it too.

/** Fen as yuan with two decimals and thousands separators: 123456 → "1,234.56". */
export function formatYuan(fen: number): string {
  const rounded = Math.round(fen);
  const [whole, cents] = (Math.abs(rounded) / 100).toFixed(2).split('.') as [string, string];
  return `${rounded < 0 ? '-' : ''}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents}`;
}
