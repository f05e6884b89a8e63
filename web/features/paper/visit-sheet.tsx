// 入户核查表: a blank form on A4 in the order of the visit's questions, with what is known filled in beside its source.

import type { Why } from '../../../server/flow/alerts/model.ts';
import type { TaskDetail } from '../../../server/flow/tasks/model.ts';
import type { TaskForm } from '../../../server/flow/visits/forms/model.ts';
import type { Outcomes } from '../../api/outcomes.ts';
import { Beacon } from '../../ui/beacon.tsx';
import { formatDay, formatDayTime, formatValue } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { TableHead } from '../../ui/table-head.tsx';
import { ui } from '../../ui/words.ts';
import { Box, FormQuestions } from './form-questions.tsx';
import { paperWords } from './words.ts';
import './paper.css';

interface VisitSheetProps {
  detail: TaskDetail;
  whys: Why[];
  outcomes: Outcomes;
  asked: TaskForm;
  /** When and by whom. */
  printed: string;
}

export function VisitSheet({ detail, whys, outcomes, asked, printed }: VisitSheetProps) {
  const { language } = useLanguage();
  const common = useWords(ui);
  const words = useWords(paperWords);
  const { task, members, alerts } = detail;
  const head = task.household?.head ?? common.someone;
  const year = new Date(0);
  return (
    <article className="paper">
      <header className="paper-head">
        <h1>{words.sheet}</h1>
        <p className="paper-number">{words.number(task.id.slice(-8).toUpperCase())}</p>
      </header>
      <table className="paper-facts">
        <tbody>
          <tr>
            <th scope="row">{words.head.household}</th>
            <td>
              <b>{head}</b> {task.household?.number}
            </td>
            <th scope="row">{words.head.due}</th>
            <td>{formatDayTime(task.visitDueAt, language, year)}</td>
          </tr>
          <tr>
            <th scope="row">{words.head.address}</th>
            <td>
              {task.place} {detail.address}
            </td>
            <th scope="row">{words.head.given}</th>
            <td>{task.assignee?.name}</td>
          </tr>
        </tbody>
      </table>
      <section>
        <h2>{words.why}</h2>
        {alerts.map((alert) => (
          <p key={alert.id}>
            <Beacon severity={alert.severity} size={16} /> <b>{alert.rule[language]}</b> {alert.plain[language]}
          </p>
        ))}
      </section>
      <section>
        <h2>{words.members}</h2>
        <table className="paper-table">
          <TableHead heads={words.memberColumns} />
          <tbody>
            {members
              .filter((one) => one.isLiving)
              .map((one) => (
                <tr key={`${one.name}${one.relation}${one.age}`}>
                  <td>{one.name}</td>
                  <td>{one.relation}</td>
                  <td>{one.age}</td>
                  <td>
                    <Box />
                  </td>
                  <td />
                </tr>
              ))}
          </tbody>
        </table>
      </section>
      <Known whys={whys} />
      <FormQuestions form={outcomes.forms.find((one) => one.id === asked.form)} asked={asked} />
      <Questions kind={asked.asKind} outcomes={outcomes} />
      <p className="paper-foot">
        {words.never} {words.typed} {printed}
      </p>
    </article>
  );
}

/** Values with their source and the day up to which they speak; what the visitor sees is written beside. */
function Known({ whys }: { whys: Why[] }) {
  const { language } = useLanguage();
  const words = useWords(paperWords);
  const rows = whys.flatMap((why) =>
    why.values
      .filter((value) => value.kind === 'indicator' && value.value !== null)
      .map((value) => {
        const [newest] = why.evidence
          .filter((row) => row.indicator === value.name)
          .sort((x, y) => y.receivedAt.localeCompare(x.receivedAt));
        const source = newest ? words.source(newest.department[language], formatDay(newest.receivedAt, language)) : '';
        const { figure, unit } = formatValue(value.value ?? 0, value.unit, language);
        return {
          key: value.name,
          label: value.label[language],
          text: [figure, unit].filter(Boolean).join(' '),
          source,
        };
      }),
  );
  const once = rows.filter((row, index) => rows.findIndex((other) => other.key === row.key) === index);
  return (
    <section>
      <h2>{words.known}</h2>
      {once.length === 0 ? (
        <p>{words.knownNone}</p>
      ) : (
        <table className="paper-table">
          <TableHead heads={words.knownColumns} />
          <tbody>
            {once.map((row) => (
              <tr key={row.key}>
                <td>{row.label}</td>
                <td className="number">{row.text}</td>
                <td>{row.source}</td>
                <td />
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

const GROUPS = ['A', 'B', 'C', 'D', 'E', 'F'] as const;

function Questions({ kind, outcomes }: { kind: string; outcomes: Outcomes }) {
  const { language } = useLanguage();
  const words = useWords(paperWords);
  const fitting = outcomes.items.filter((one) => one.kinds.includes(kind));
  const ask = words.questions;
  return (
    <>
      <section className="keep-together">
        <h2>
          {ask.outcome} <small>{words.tick}</small>
        </h2>
        {GROUPS.map((group) => {
          const own = fitting.filter((one) => one.group === group);
          if (own.length === 0) return null;
          return (
            <p key={group} className="paper-choices">
              <b>{words.groups[group]}</b>
              {own.map((one) => (
                <span key={one.code}>
                  <Box /> {one.code} {one.names[language]}
                </span>
              ))}
            </p>
          );
        })}
      </section>
      <section className="keep-together">
        <h2>{ask.cause}</h2>
        <p className="paper-choices">
          {outcomes.causes.map((cause) => (
            <span key={cause.code}>
              <Box /> {cause.names[language]}
            </span>
          ))}
          <span>
            <Box /> {words.unasked}
          </span>
        </p>
      </section>
      <section className="keep-together">
        <h2>{ask.note}</h2>
        <div className="paper-lines" />
      </section>
      <section className="keep-together">
        <h2>{ask.help}</h2>
        <div className="paper-lines is-short" />
      </section>
      <section className="keep-together">
        <h2>{ask.place}</h2>
        <p className="paper-choices">
          <span>
            <Box /> {words.onSite}
          </span>
          <span>
            <Box /> {words.elsewhere}
          </span>
        </p>
      </section>
      <section className="keep-together">
        <h2>{ask.time}</h2>
        <p className="paper-time">{words.visitTime}</p>
        <p className="paper-signs">
          {Object.values(words.sign).map((name) => (
            <span key={name}>{name}</span>
          ))}
        </p>
      </section>
    </>
  );
}
