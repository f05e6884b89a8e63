// 核对报告 on A4: each member by source with file and line; who said nothing, who is late, and who was never connected.
import type { CheckReport, ReportSource } from '../../../server/household/model.ts';
import { monthEnd } from '../../../server/kernel/clock.ts';
import { formatYuan } from '../../../server/kernel/money.ts';
import { Blind } from '../../ui/blind.tsx';
import { formatCount, formatDay, formatDayTime } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { ui } from '../../ui/words.ts';
import { reportWords } from './report-words.ts';

const YEAR = new Date(0);

export function ReportSheet({ report }: { report: CheckReport }) {
  const { language } = useLanguage();
  const common = useWords(ui);
  const words = useWords(reportWords);
  const day = (when: string) => formatDay(when, language, YEAR);
  const author = [report.office, report.madeBy].filter(Boolean).join(' ');
  return (
    <article className="paper">
      <h1>{words.title}</h1>
      <p>
        <b>{words.whose(report.head ?? common.someone, report.place)}</b>
        {report.number && `${common.comma}${words.number(report.number)}`}
      </p>
      <p>
        {words.purpose}
        {common.colon}
        <b>{words.purposes[report.purpose]}</b>
        {`${common.stop}${words.made(author, formatDayTime(report.madeAt, language, YEAR))}`}
      </p>
      <p className="faint">{words.window(day(report.window.from.slice(0, 7)), day(report.window.until))}</p>
      {report.people.map((person) => (
        <section key={`${person.name}${person.idMasked}`} className="report-person">
          <h2>
            {[
              person.name,
              person.relation,
              person.age === null ? null : words.age(person.age),
              person.idMasked,
              person.isHere ? null : words.gone,
            ]
              .filter(Boolean)
              .join(' ')}
          </h2>
          <Sources sources={person.sources} />
        </section>
      ))}
      <section className="report-person">
        <h2>{words.household}</h2>
        <Sources sources={report.household} />
      </section>
      <p className="report-note">{words.foot}</p>
    </article>
  );
}

/** What told something first, each with its rows; then, in one row each kind, who was silent, late or never there. */
function Sources({ sources }: { sources: ReportSource[] }) {
  const { language } = useLanguage();
  const common = useWords(ui);
  const words = useWords(reportWords);
  const telling = sources.filter((one) => one.facts.length > 0);
  const rest = (standing: ReportSource['standing']) =>
    sources.filter((one) => one.facts.length === 0 && one.standing === standing);
  const nameOf = (one: ReportSource) =>
    `${one.department[language]} ${one.title[language]}${one.owed ? ` (${words.owed(one.owed)})` : ''}`;
  const notes = { silent: words.silentNote, late: words.lateNote, absent: words.absentNote };
  return (
    <table className="report-table">
      <tbody>
        {telling.map((one) => (
          <tr key={one.dataset}>
            <th scope="row">
              {one.department[language]}
              <br />
              {one.title[language]}
            </th>
            <td className="report-standing">
              {words.standings.told}
              <br />
              <span className="faint">{one.newest && words.newest(one.newest)}</span>
              {one.standing === 'late' && one.owed && (
                <span className="late">
                  <br />
                  <Blind /> {words.owed(one.owed)}
                </span>
              )}
            </td>
            <td>
              <Facts source={one} />
            </td>
          </tr>
        ))}
        {(['silent', 'late', 'absent'] as const).map((standing) => {
          const own = rest(standing);
          if (own.length === 0) return null;
          return (
            <tr key={standing}>
              <th scope="row">
                {standing !== 'silent' && <Blind />} {words.standings[standing]}
              </th>
              <td colSpan={2}>
                {own.map(nameOf).join(common.semicolon)}
                <br />
                <span className="faint">{notes[standing]}</span>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Facts({ source }: { source: ReportSource }) {
  const { language } = useLanguage();
  const words = useWords(reportWords);
  const day = (when: string) => formatDay(when, language, YEAR);
  return (
    <ul className="report-facts">
      {source.facts.map((fact) => (
        <li key={`${fact.kind}${fact.on}${fact.fileName}${fact.line}`}>
          <span>
            {isMonth(fact.on, fact.until)
              ? day(fact.on.slice(0, 7))
              : fact.until
                ? words.span(day(fact.on), day(fact.until))
                : day(fact.on)}{' '}
            {words.kinds[fact.kind] ?? fact.kind}
            {fact.code && fact.code !== words.kinds[fact.kind] && ` ${fact.code}`}
            {fact.amount !== null && ` ${words.yuan(formatYuan(fact.amount))}`}
          </span>
          <span className="report-file">
            {fact.fileName} <span>{words.line(formatCount(fact.line))}</span>
          </span>
        </li>
      ))}
      {source.more > 0 && <li className="faint">{words.more(source.more)}</li>}
    </ul>
  );
}

/** What runs from a month's first day to its last is told of that month. */
const isMonth = (on: string, until: string | null) => on.endsWith('-01') && until === monthEnd(on);
