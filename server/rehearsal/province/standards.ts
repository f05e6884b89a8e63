// The counties' dibao standards and the province's rural income, year by year, as the parameter files say them.
import { DIBAO_STANDARD, RURAL_DISPOSABLE, type Settlement } from './calibration.ts';
import { mixShare } from './draw.ts';

/** Yuan a head and month, whole tens of cities and fives of villages; counties differ by a tenth. */
export function dibaoStandard(county: string, settlement: Settlement, year: number): number {
  const grown = DIBAO_STANDARD[settlement] * DIBAO_STANDARD.growth[settlement] ** (year - DIBAO_STANDARD.year);
  const local = grown * (0.95 + 0.1 * mixShare(Number(county), 21));
  return Math.round(local / 5) * 5;
}

/** The parameter file of a year, for the given counties. */
export function parametersOf(year: number, counties: readonly string[]): string {
  const income =
    Math.round((RURAL_DISPOSABLE.yuan * RURAL_DISPOSABLE.growth ** (year - 1 - RURAL_DISPOSABLE.year)) / 10) * 10;
  const lines = [`rural_disposable_income_last_year,22,,${year}-01-01,${income},元/年`];
  for (const county of counties) {
    lines.push(`dibao_standard,${county},城市,${year}-01-01,${dibaoStandard(county, 'urban', year)},元/月`);
    lines.push(`dibao_standard,${county},农村,${year}-01-01,${dibaoStandard(county, 'rural', year)},元/月`);
  }
  return `\ufeff参数,地区,城乡,生效日期,数值,单位\n${lines.join('\n')}\n`;
}
