// What the oldest browser of the field does not know, by its name in built code and styles. Asking for it first is no use of it.

/** Functions of later browsers that code calls. The type checker holds our own code to ES2020 (web/field/tsconfig.json); this sees libraries too. */
const CALLS =
  /(?:\.(?:replaceAll|findLast|findLastIndex|toSorted|toSpliced|toReversed|at|replaceChildren|checkVisibility|showPicker|togglePopover|showPopover)\()|\b(?:structuredClone|Object\.hasOwn|Object\.groupBy|Map\.groupBy|Array\.fromAsync|Promise\.(?:any|try|withResolvers)|AbortSignal\.(?:any|timeout)|crypto\.randomUUID|Intl\.(?:Segmenter|DisplayNames))\(|\bnew (?:WeakRef|FinalizationRegistry|AggregateError|Intl\.Segmenter|Intl\.DisplayNames)\(/g;

/** Syntax that the build should have lowered. */
const SYNTAX = /(?:\?\?=|\|\|=|&&=)|\bstatic\{|\b\d+_\d{3}\b|#[\w$]+ in /g;

/**
 * Styles that break a page when they are dropped. Others only look plainer (`accent-color`, `text-wrap`, `content-visibility`), or leave the
 * browser's own way (`:focus-visible`: its own ring).
 */
const STYLES =
  /:(?:has|is|where)\(|:not\([^()]*,|@(?:layer|container|scope|property|starting-style)\b|[;{](?:inset|aspect-ratio|translate|scale|rotate|(?:margin|padding|inset|border)-(?:inline|block)[\w-]*):[^;}]*|\d(?:d|s|l)v[hwib]\b|\b(?:color-mix|oklch|oklab|lab|lch)\([^)]*\)|[;{]overflow(?:-[xy])?:clip|@media[^{]*[<>]=?/g;

/** Rules in which children of a flex box are kept apart by a gap, which Chrome 80 knows of grids only. */
const FLEX_GAP = /[^{}]+\{[^{}]*\}/g;

const found = (text: string, of: RegExp) => [...new Set(text.match(of) ?? [])];

export const tooNewInCode = (code: string) => [...found(code, CALLS), ...found(code, SYNTAX)];

export function tooNewInStyles(styles: string): string[] {
  const rules = styles.match(FLEX_GAP) ?? [];
  const flexGaps = rules.filter(
    (rule) => /[;{](?:row-|column-)?gap:/.test(rule) && !/display:(?:inline-)?grid/.test(rule),
  );
  return [...found(styles, STYLES), ...flexGaps];
}
