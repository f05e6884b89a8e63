// 照料协议: whose is missing, ends soon, runs or is over; entered, changed and ended by the township.
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { AGREEMENT_STATES, type AgreementRow, type AgreementState } from '../../../server/flow/tasks/routine/model.ts';
import { formatDay } from '../../ui/format.ts';
import { HomeCell } from '../../ui/home-cell.tsx';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { PagedTable } from '../../ui/paged-table.tsx';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import { useProblemText } from '../../ui/states.tsx';
import { useToast } from '../../ui/toast.tsx';
import { ui } from '../../ui/words.ts';
import { AgreementForm } from './agreement-form.tsx';
import { agreementsQuery, endAgreement, ROUTINE_KEY } from './queries.ts';
import { routineDeskWords } from './words.ts';

export function AgreementsTab({ area, today, mayChange }: { area: string; today: string; mayChange: boolean }) {
  const { language } = useLanguage();
  const common = useWords(ui);
  const words = useWords(routineDeskWords);
  const { agreement } = words;
  const problemText = useProblemText();
  const say = useToast();
  const client = useQueryClient();
  const [state, setState] = useState<AgreementState>('missing');
  const [writing, setWriting] = useState<AgreementRow | null>(null);
  const [ending, setEnding] = useState<AgreementRow | null>(null);
  const query = useInfiniteQuery(agreementsQuery({ area, state }));
  const counts = query.data?.pages[0]?.counts;
  const end = useMutation({
    mutationFn: endAgreement,
    onSuccess: () => {
      setEnding(null);
      say(agreement.finished);
    },
    onSettled: () => client.invalidateQueries({ queryKey: ROUTINE_KEY }),
  });
  const now = new Date(today);
  const day = (on: string | null) => (on ? formatDay(on, language, now) : words.dash);
  return (
    <>
      <div className="routine-bar no-print">
        {AGREEMENT_STATES.map((one) => (
          <label key={one}>
            <input type="radio" name="agreements" checked={state === one} onChange={() => setState(one)} />{' '}
            {agreement.states[one]} {counts && <span className="faint">{counts[one]}</span>}
          </label>
        ))}
      </div>
      <PagedTable
        query={query}
        what={words.what}
        empty={agreement.none[state]}
        heads={[words.household, agreement.carer, agreement.terms, agreement.signed, agreement.days]}
        renderRow={(row) => (
          <tr key={row.id ?? row.household.id} className={row.state === 'over' ? 'is-over' : ''}>
            <HomeCell home={row.household} place={row.place} />
            <td>
              {row.carer ?? <span className="late">{agreement.states.missing}</span>}
              {row.relation && <span className="second">{agreement.relations[row.relation]}</span>}
            </td>
            <td className="routine-terms">{row.terms ?? words.dash}</td>
            <td>{day(row.signedOn)}</td>
            <td>
              {row.from && (
                <>
                  {day(row.from)} {words.dash}{' '}
                  <span className={row.state === 'ending' ? 'late' : ''}>{day(row.until)}</span>
                </>
              )}
              {row.endedOn && (
                <span className="second">
                  {agreement.states.over} {day(row.endedOn)}
                  {common.comma}
                  {row.endedWhy}
                </span>
              )}
            </td>
            <td className="acts no-print">
              {mayChange && !row.endedOn && (
                <button type="button" className="button" onClick={() => setWriting(row)}>
                  {row.id ? agreement.prolong : agreement.enter}
                </button>
              )}
              {mayChange && row.id && !row.endedOn && row.state !== 'over' && (
                <button type="button" className="button" onClick={() => setEnding(row)}>
                  {agreement.finish}
                </button>
              )}
            </td>
          </tr>
        )}
      />
      {writing && <AgreementForm row={writing} today={today} onClose={() => setWriting(null)} />}
      {ending && (
        <ReasonDialog
          title={agreement.finishTitle(ending.carer ?? '')}
          hint={agreement.finishHint}
          send={agreement.finish}
          fault={end.isError ? problemText(end.error) : undefined}
          isSending={end.isPending}
          onSend={(reason) => end.mutate({ id: ending.id!, reason })}
          onClose={() => setEnding(null)}
        />
      )}
    </>
  );
}
