// Fields that take digits alone.

/** The digits of what was typed; nothing else stays in the field, where Preact would leave a letter that changed no value. */
export function digitsIn(field: HTMLInputElement): string {
  const digits = field.value.replace(/\D/g, '');
  if (digits !== field.value) field.value = digits;
  return digits;
}
