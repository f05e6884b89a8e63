// 名单: who is in which group, since when, at which risk, by whose word; adding by hand, naming who goes, taking out.
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { MemberRow, RoutineGroups } from '../../../server/flow/tasks/routine/model.ts';
import { formatDay } from '../../ui/format.ts';
import { HomeCell } from '../../ui/home-cell.tsx';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { PagedTable } from '../../ui/paged-table.tsx';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import { useProblemText } from '../../ui/states.tsx';
import { useToast } from '../../ui/toast.tsx';
import { ui } from '../../ui/words.ts';
import { CarerDialog } from './carer-dialog.tsx';
import { MemberForm } from './member-form.tsx';
import { type Asked, endMember, membersQuery, ROUTINE_KEY } from './queries.ts';
import { routineDeskWords } from './words.ts';

interface MembersTabProps {
  asked: Asked;
  groups: RoutineGroups;
  nameOf: (group: string) => string;
  today: string;
  mayChange: boolean;
}

export function MembersTab({ asked, groups, nameOf, today, mayChange }: MembersTabProps) {
  const { language } = useLanguage();
  const common = useWords(ui);
  const words = useWords(routineDeskWords);
  const problemText = useProblemText();
  const say = useToast();
  const client = useQueryClient();
  const [ended, setEnded] = useState<'no' | 'yes'>('no');
  const [isAdding, setIsAdding] = useState(false);
  const [naming, setNaming] = useState<MemberRow | null>(null);
  const [ending, setEnding] = useState<MemberRow | null>(null);
  const query = useInfiniteQuery(membersQuery({ ...asked, ended }));
  const end = useMutation({
    mutationFn: endMember,
    onSuccess: () => {
      setEnding(null);
      say(words.form.ended);
    },
    onSettled: () => client.invalidateQueries({ queryKey: ROUTINE_KEY }),
  });
  const now = new Date(today);
  const day = (on: string) => formatDay(on, language, now);
  return (
    <>
      <div className="routine-bar no-print">
        {(['no', 'yes'] as const).map((one) => (
          <label key={one}>
            <input type="radio" name="ended" checked={ended === one} onChange={() => setEnded(one)} />{' '}
            {words.shown[one]}
          </label>
        ))}
        {mayChange && (
          <button type="button" className="button button-primary" onClick={() => setIsAdding(true)}>
            {words.add}
          </button>
        )}
      </div>
      <PagedTable
        query={query}
        what={words.what}
        empty={words.noMembers}
        heads={[words.household, words.group, words.risk, words.since, words.lastSeen, words.nextDue, words.who]}
        renderRow={(row) => (
          <tr key={row.id} className={row.until ? 'is-over' : ''}>
            <HomeCell home={row.household} place={row.place} />
            <td>
              {nameOf(row.groupId)}
              <span className="second">
                {words.origin[row.origin]}
                {row.why && `${common.colon}${row.why}`}
              </span>
            </td>
            <td>
              {words.risks[row.risk]}
              <span className="second">{words.rhythm(groups.everyDays[row.risk])}</span>
            </td>
            <td>
              {day(row.since)}
              {row.until && (
                <span className="second">
                  {words.ends} {day(row.until)}
                  {row.endedWhy && `${common.comma}${words.endedWhys[row.endedWhy] ?? row.endedWhy}`}
                </span>
              )}
            </td>
            <td>{row.lastSeenOn ? day(row.lastSeenOn) : words.never}</td>
            <td>
              {row.dueOn ? <span className={row.dueOn < today ? 'late' : ''}>{day(row.dueOn)}</span> : words.noneOpen}
            </td>
            <td>{row.carer?.name ?? <span className="faint">{words.anyone}</span>}</td>
            <td className="acts no-print">
              {mayChange && !row.until && (
                <button type="button" className="button" onClick={() => setNaming(row)}>
                  {words.name}
                </button>
              )}
              {mayChange && !row.until && row.origin === 'hand' && (
                <button type="button" className="button" onClick={() => setEnding(row)}>
                  {words.end}
                </button>
              )}
            </td>
          </tr>
        )}
      />
      {isAdding && <MemberForm groups={groups.groups} area={asked.area} onClose={() => setIsAdding(false)} />}
      {naming && <CarerDialog member={naming} onClose={() => setNaming(null)} />}
      {ending && (
        <ReasonDialog
          title={words.form.endTitle(ending.household.head ?? common.someone)}
          hint={words.form.endHint}
          send={words.end}
          fault={end.isError ? problemText(end.error) : undefined}
          isSending={end.isPending}
          onSend={(reason) => end.mutate({ id: ending.id, reason })}
          onClose={() => setEnding(null)}
        />
      )}
    </>
  );
}
