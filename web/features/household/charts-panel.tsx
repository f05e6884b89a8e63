// Indicators that the rules hold against a line, month by month; the sentence above each says where the household stands.
import { useQuery } from '@tanstack/react-query';
import type { Chart, Series } from '../../../server/household/model.ts';
import { useNow } from '../../api/now.ts';
import { IndicatorChart } from '../../charts/indicator-chart.tsx';
import { formatDay, formatValue } from '../../ui/format.ts';
import { type Language, useLanguage, useWords } from '../../ui/language.tsx';
import { Failed, Skeleton } from '../../ui/states.tsx';
import { ui } from '../../ui/words.ts';
import { chartWords } from './chart-words.ts';
import { seriesQuery } from './queries.ts';
import { standingOf } from './standing.ts';

const valueText = (value: number, unit: Chart['unit'], language: Language) => {
  const { figure, unit: name } = formatValue(value, unit, language);
  // A chart has room for yuan; fen stand in the table of the why.
  return [figure.replace(/\.00$/, ''), name].filter(Boolean).join(' ');
};

export function ChartsPanel({ id }: { id: string }) {
  const words = useWords(chartWords);
  const query = useQuery(seriesQuery(id));
  if (query.isPending) return <Skeleton lines={5} />;
  if (query.isError) return <Failed what={words.title} error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <section className="charts-panel">
      <h2>{words.title}</h2>
      {query.data.charts.length === 0 && <p className="faint">{words.none}</p>}
      <div className="charts-grid">
        {query.data.charts.map((chart) => (
          <OneChart key={chart.indicator} chart={chart} months={query.data.months} />
        ))}
      </div>
      {query.data.charts.length > 0 && <p className="faint">{words.note}</p>}
    </section>
  );
}

function OneChart({ chart, months }: { chart: Chart; months: Series['months'] }) {
  const { language } = useLanguage();
  const common = useWords(ui);
  const words = useWords(chartWords);
  const now = useNow();
  const month = (index: number) => formatDay((months[index] ?? '').slice(0, 7), language, new Date(0));
  const standing = standingOf(chart);
  const thresholds = mergeLines(chart.thresholds).map(({ rules, values, end }) => ({
    name: `${rules.map((rule) => rule[language]).join(common.enumeration)} ${valueText(end, chart.unit, language)}`,
    short: valueText(end, chart.unit, language),
    values,
  }));
  const told =
    standing &&
    words.standing(
      valueText(standing.value, chart.unit, language),
      standing.crossed
        ? words.crossed[standing.side]
        : standing.gap === null
          ? ''
          : words.gap(valueText(standing.gap, chart.unit, language)),
    );
  const old =
    standing && standing.month < months.length - 1
      ? words.asOf(formatDay((months[standing.month] ?? '').slice(0, 7), language, now))
      : '';
  return (
    <figure className="one-chart">
      <figcaption>
        <span className="one-chart-label">{chart.label[language]}</span>
        <b className={standing?.crossed ? 'late' : undefined}>
          {told ?? words.unknown}
          {old && <span className="faint">{old}</span>}
        </b>
      </figcaption>
      <IndicatorChart
        values={chart.values}
        thresholds={thresholds}
        ends={[month(0), month(months.length - 1)]}
        summary={[chart.label[language], told ?? words.unknown, ...thresholds.map((one) => one.name)].join(' ')}
      />
    </figure>
  );
}

/** Rules that end at one and the same line have one name upon it. */
function mergeLines(thresholds: Chart['thresholds']) {
  const lines = new Map<
    number,
    { rules: Chart['thresholds'][number]['rule'][]; values: (number | null)[]; end: number }
  >();
  for (const { rule, values } of thresholds) {
    const end = values.findLast((value) => value !== null);
    if (end == null) continue;
    const known = lines.get(end);
    if (known) known.rules.push(rule);
    else lines.set(end, { rules: [rule], values, end });
  }
  return [...lines.values()];
}
