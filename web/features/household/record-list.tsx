// 经过: everything that happened to the household, one line each; a signal leads to its why.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Answers } from '../../../server/flow/visits/forms/model.ts';
import { formatYuan } from '../../../server/kernel/money.ts';
import { useNow } from '../../api/now.ts';
import { outcomesQuery } from '../../api/outcomes.ts';
import { AnswerList } from '../../ui/answer-list.tsx';
import { Beacon } from '../../ui/beacon.tsx';
import { formatDay, formatDayTime } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { useSaid } from '../../ui/said.ts';
import { Failed, Skeleton } from '../../ui/states.tsx';
import { ui } from '../../ui/words.ts';
import { lineQuery, logQuery } from './queries.ts';
import { type Item, recordOf } from './record.ts';
import { useCategoryName } from './side.tsx';
import { householdWords } from './words.ts';

export function RecordList({ id, looks }: { id: string; looks: number }) {
  const words = useWords(householdWords);
  const line = useQuery(lineQuery(id));
  const log = useQuery(logQuery(id, looks));
  if (line.isPending || log.isPending) return <Skeleton lines={5} />;
  if (line.isError || !line.data)
    return <Failed what={words.record} error={line.error} onRetry={() => void line.refetch()} />;
  const items = recordOf(line.data, log.data?.moves ?? []);
  return (
    <section className="record">
      <h2>{words.record}</h2>
      {log.isError && <Failed what={words.recordKinds.move} error={log.error} onRetry={() => void log.refetch()} />}
      {items.length === 0 && <p className="faint">{words.recordNone}</p>}
      {items.length > 0 && (
        <table>
          <tbody>
            {items.map((item) => (
              <Row key={item.key} item={item} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Row({ item }: { item: Item }) {
  const { language } = useLanguage();
  const words = useWords(householdWords);
  const now = useNow();
  const { main, end } = useRow(item);
  return (
    <tr>
      <td className="record-at">
        {item.kind === 'help' ? formatDay(item.help.on, language, now) : formatDayTime(item.at, language, now)}
      </td>
      <th scope="row" className="record-kind">
        {words.recordKinds[item.kind]}
      </th>
      <td>{main}</td>
      <td className="record-end faint">{end}</td>
    </tr>
  );
}

function useRow(item: Item): { main: ReactNode; end: ReactNode } {
  const { language } = useLanguage();
  const common = useWords(ui);
  const words = useWords(householdWords);
  const categoryOf = useCategoryName();
  const { data: outcomes } = useQuery(outcomesQuery);
  const said = useSaid(outcomes, item.kind === 'visit' ? (item.visit.answers as Answers).form : undefined);
  const outcomeOf = (code: string | null) =>
    outcomes?.items.find((one) => one.code === code)?.names[language] ?? code ?? '';
  switch (item.kind) {
    case 'alert': {
      const { signal } = item;
      const state = common.alertStates[signal.state as keyof typeof common.alertStates] ?? signal.state;
      return {
        main: (
          <>
            <Beacon severity={signal.severity} size={16} />{' '}
            <Link to={`/alerts/${signal.id}`}>{signal.rule[language]}</Link>
            <span className="record-more">{signal.message[language]}</span>
          </>
        ),
        end: state,
      };
    }
    case 'visit': {
      const { visit } = item;
      return {
        main: (
          <>
            {words.outcome(outcomeOf(visit.outcomeCode))}
            <span className="record-more">{visit.note}</span>
            <AnswerList answers={visit.answers as Answers} forms={outcomes?.forms ?? []} />
            {visit.others.map((other) => (
              <span key={other.field + other.by.en + other.at} className="record-more">
                {said.labelOf(other.field)}
                {'　'}
                {said.instead(other.by[language], said.say(other.field, other.value))}
              </span>
            ))}
          </>
        ),
        end: [visit.visitor, visit.isPaper && words.onPaper(visit.enteredBy ?? '')].filter(Boolean).join(common.comma),
      };
    }
    case 'help': {
      const { help } = item;
      const began =
        help.category &&
        words.began(categoryOf({ category: help.category, names: null }), formatYuan(help.amount ?? 0));
      return { main: began || [outcomeOf(help.outcomeCode), help.note].filter(Boolean).join(' '), end: help.person };
    }
    case 'move': {
      const { entry } = item;
      const say = words.acts[entry.action];
      const actor = entry.actor === 'system' ? words.system : entry.actor;
      return {
        main: (
          <>
            {say ? say(actor, entry.to ?? '') : `${actor} ${entry.action}`}
            {entry.reason && <span className="record-more">{words.reason(entry.reason)}</span>}
          </>
        ),
        end: entry.office,
      };
    }
  }
}
