// Leads, a row each: what was told by whom, whether a registry knows the household, and what came of it.
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import type { LeadRow } from '../../../server/leads/list/model.ts';
import { useNow } from '../../api/now.ts';
import type { Outcomes } from '../../api/outcomes.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { Beacon } from '../../ui/beacon.tsx';
import { formatDay, formatDayTime } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { PagedTable } from '../../ui/paged-table.tsx';
import { useProblemText } from '../../ui/states.tsx';
import { useToast } from '../../ui/toast.tsx';
import { ui } from '../../ui/words.ts';
import { LinkDialog } from './link-dialog.tsx';
import { afterLead, type LeadPage, registerLead } from './queries.ts';
import { leadWords } from './words.ts';

interface LeadTableProps {
  query: UseInfiniteQueryResult<InfiniteData<LeadPage>>;
  outcomes: Outcomes['items'];
  empty: string;
  mayLink: boolean;
  mayRegister: boolean;
}

export function LeadTable({ query, outcomes, empty, mayLink, mayRegister }: LeadTableProps) {
  const words = useWords(leadWords);
  const problemText = useProblemText();
  const say = useToast();
  const client = useQueryClient();
  const [linking, setLinking] = useState<LeadRow | null>(null);
  const registering = useMutation({
    mutationFn: (row: LeadRow) => registerLead(row.id),
    onSuccess: async () => {
      say(words.registering);
      await afterLead(client);
    },
  });
  const { columns } = words;
  return (
    <>
      {registering.isError && (
        <p className="note-line is-urgent" role="alert">
          {problemText(registering.error)}
        </p>
      )}
      <PagedTable
        query={query}
        what={words.list}
        className="lead-table"
        empty={<p>{empty}</p>}
        heads={[columns.who, columns.said, columns.from, columns.registry, columns.task]}
        renderRow={(row) => (
          <tr key={row.id}>
            <Who row={row} />
            <td className="lead-said">{row.summary}</td>
            <From row={row} />
            <Registry row={row} />
            <Work row={row} outcomes={outcomes} />
            <td className="acts no-print">
              {row.household === null && mayRegister && row.registerAt === null && (
                <ActButton className="button" disabled={registering.isPending} onClick={() => registering.mutate(row)}>
                  {words.toRegister}
                </ActButton>
              )}
              {row.household === null && mayLink && (
                <button type="button" className="button" onClick={() => setLinking(row)}>
                  {words.link}
                </button>
              )}
              {row.task && (
                <Link className="button" to={`/desk?view=all&task=${row.task.id}`}>
                  {words.open}
                </Link>
              )}
            </td>
          </tr>
        )}
      />
      {linking && <LinkDialog lead={linking} onClose={() => setLinking(null)} />}
    </>
  );
}

function Who({ row }: { row: LeadRow }) {
  const common = useWords(ui);
  const words = useWords(leadWords);
  return (
    <td>
      <span className="lead-who">
        {row.task && <Beacon severity={row.task.severity} size={20} />}
        <span>
          <b>{row.head ?? common.someone}</b>
          {row.people !== null && <span className="faint"> {common.people(row.people)}</span>}
          <span className="second">{row.place}</span>
          {row.task === null && <span className="second">{words.elsewhere}</span>}
        </span>
      </span>
    </td>
  );
}

function From({ row }: { row: LeadRow }) {
  const { language } = useLanguage();
  const words = useWords(leadWords);
  const now = useNow();
  return (
    <td>
      {words.channels[row.channel]}
      <span className="second">{words.by(row.by ?? words.someone, formatDayTime(row.receivedAt, language, now))}</span>
    </td>
  );
}

function Registry({ row }: { row: LeadRow }) {
  const { language } = useLanguage();
  const common = useWords(ui);
  const words = useWords(leadWords);
  const now = useNow();
  const { household } = row;
  if (household)
    return (
      <td>
        <Link to={`/households/${household.number ?? household.id}`}>{household.head ?? common.someone}</Link>
        <span className="second">{words.inRegistry}</span>
      </td>
    );
  return (
    <td>
      <span className="strong">{words.inNone}</span>
      {row.registerAt && <span className="second">{words.registered(formatDay(row.registerAt, language, now))}</span>}
    </td>
  );
}

function Work({ row: { task }, outcomes }: { row: LeadRow; outcomes: Outcomes['items'] }) {
  const { language } = useLanguage();
  const common = useWords(ui);
  if (!task) return <td />;
  const outcome = outcomes.find((one) => one.code === task.outcomeCode)?.names[language] ?? task.outcomeCode;
  const beside = outcome ?? task.assignee;
  return (
    <td>
      {common.taskStates[task.state]}
      {beside && <span className="second">{beside}</span>}
    </td>
  );
}
