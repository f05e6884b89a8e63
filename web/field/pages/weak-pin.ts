// PINs that anybody tries first: one digit, a run, a pair or a triple repeated. Pure.

export function isWeak(pin: string): boolean {
  const digits = [...pin].map(Number);
  const step = (digits[1] ?? 0) - (digits[0] ?? 0);
  const isRun = Math.abs(step) <= 1 && digits.every((digit, at) => at === 0 || digit - (digits[at - 1] ?? 0) === step);
  const isRepeated = pin === pin.slice(0, 2).repeat(3) || pin === pin.slice(0, 3).repeat(2);
  return isRun || isRepeated;
}
