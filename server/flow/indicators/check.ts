// Holds a definition to what there is: fact kinds and sources of the contracts, names of named.ts, other indicators. Every fault is told.
import { z } from 'zod';
import { type Bilingual, type IndicatorDefinition, indicatorDefinition, windowsOf } from './definition.ts';
import { FORMULAS, MEASURES, MEMBER_COUNTS } from './named.ts';

export interface IndicatorFault {
  /** JSON pointer into the definition. */
  readonly pointer: string;
  readonly message: Bilingual;
  readonly nearest?: string;
}

/** What the contracts and the other files offer a definition. */
export interface Surroundings {
  readonly indicators: ReadonlySet<string>;
  /** Fact kinds that some contract states. */
  readonly kinds: ReadonlySet<string>;
  /** Datasets, and whether they come by month or by school term. */
  readonly sources: ReadonlyMap<string, 'month' | 'term'>;
  /** Finds the name that was probably meant. */
  readonly nearest: (wanted: string, known: Iterable<string>) => string | undefined;
}

export type IndicatorCheck =
  | { readonly ok: IndicatorDefinition }
  | { readonly ok?: undefined; readonly faults: readonly IndicatorFault[] };

/** Checks one entry of a file under rules/indicators; never throws. */
export function checkIndicator(definition: unknown, around: Surroundings): IndicatorCheck {
  const parsed = indicatorDefinition.safeParse(definition);
  if (!parsed.success) return { faults: shapeFaults(definition) };
  const one = parsed.data;
  const faults = [
    ...unknownIn('named' in one && one.named ? [['/named', one.named]] : [], namesFor(one), NAMED, around),
    ...unknownIn('kinds' in one ? placed('/kinds', one.kinds) : [], around.kinds, KIND, around),
    ...unknownIn(one.from === 'facts' ? placed('/also', one.also) : [], around.kinds, KIND, around),
    ...unknownIn(one.from === 'row' ? placed('/parts', one.parts) : [], around.indicators, PART, around),
    ...(one.from === 'facts' ? windowFaults(one, around) : []),
  ];
  return faults.length > 0 ? { faults } : { ok: one };
}

const NAMED = { zh: '没有内置的', en: 'nothing built in is called' };
const KIND = { zh: '没有哪个数据集给出这类事实：', en: 'no dataset states facts of kind' };
const PART = { zh: '没有指标', en: 'there is no indicator' };
const SOURCE = { zh: '没有数据集', en: 'there is no dataset' };

const placed = (pointer: string, names: readonly string[]) =>
  names.map((name, index): [string, string] => [`${pointer}/${index}`, name]);

function namesFor(one: IndicatorDefinition): ReadonlySet<string> {
  return new Set(Object.keys({ facts: MEASURES, members: MEMBER_COUNTS, row: FORMULAS }[one.from]));
}

function unknownIn(
  wanted: readonly (readonly [string, string])[],
  known: ReadonlySet<string>,
  said: Bilingual,
  { nearest }: Surroundings,
): IndicatorFault[] {
  return wanted.flatMap(([pointer, name]) => {
    if (known.has(name)) return [];
    const near = nearest(name, known);
    const message = {
      zh: `${said.zh}“${name}”${near ? `，是否指“${near}”？` : ''}`,
      en: `${said.en} "${name}"${near ? `: did you mean "${near}"?` : ''}`,
    };
    return [{ pointer, message, ...(near && { nearest: near }) }];
  });
}

function windowFaults(one: Extract<IndicatorDefinition, { from: 'facts' }>, around: Surroundings): IndicatorFault[] {
  return windowsOf(one).flatMap((window, index) => {
    if (!('source' in window)) return [];
    const pointer = index === 0 ? '/window' : `/without/${index - 1}/window`;
    const rhythm = around.sources.get(window.source);
    const known = new Set(around.sources.keys());
    if (!rhythm) return unknownIn([[`${pointer}/source`, window.source]], known, SOURCE, around);
    if ((window.type === 'term') === (rhythm === 'term')) return [];
    const message = {
      zh: `数据集“${window.source}”按${rhythm === 'term' ? '学期' : '月'}报送，这里的窗口不按${rhythm === 'term' ? '学期' : '月'}`,
      en: `${window.source} comes by ${rhythm}, this window does not count by ${rhythm}`,
    };
    return [{ pointer: `${pointer}/type`, message }];
  });
}

function shapeFaults(definition: unknown): IndicatorFault[] {
  const issuesIn = (error: ReturnType<typeof z.locales.en>['localeError']) =>
    indicatorDefinition.safeParse(definition, { error }).error?.issues ?? [];
  const english = issuesIn(z.locales.en().localeError);
  return issuesIn(z.locales.zhCN().localeError).map((issue, index) => ({
    pointer: issue.path.map((part) => `/${String(part)}`).join(''),
    message: { zh: issue.message, en: english[index]?.message ?? issue.message },
  }));
}
