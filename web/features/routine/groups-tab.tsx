// 对象与启动: the groups, how often each is visited and by whom, where it has begun; the county begins and stops it.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { RoutineGroupRow, RoutineGroups } from '../../../server/flow/tasks/routine/model.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { roleWords } from '../../ui/role-words.ts';
import { useProblemText } from '../../ui/states.tsx';
import { useToast } from '../../ui/toast.tsx';
import { ui } from '../../ui/words.ts';
import { ROUTINE_KEY, startGroup, stopGroup } from './queries.ts';
import { routineDeskWords } from './words.ts';

interface GroupsTabProps {
  data: RoutineGroups;
  /** Where it would begin: a county or a township; empty: nowhere. */
  area: string;
  mayStart: boolean;
}

export function GroupsTab({ data, area, mayStart }: GroupsTabProps) {
  const { language } = useLanguage();
  const common = useWords(ui);
  const words = useWords(routineDeskWords);
  const { visitorKinds } = useWords(roleWords);
  const problemText = useProblemText();
  const say = useToast();
  const client = useQueryClient();
  const [stopping, setStopping] = useState<RoutineGroupRow | null>(null);
  const after = { onSettled: () => client.invalidateQueries({ queryKey: ROUTINE_KEY }) };
  const begin = useMutation({
    mutationFn: (group: RoutineGroupRow) => startGroup({ groupId: group.id, area }),
    onSuccess: (_, group) => say(words.start.begun(group.names[language])),
    ...after,
  });
  const stop = useMutation({
    mutationFn: (group: RoutineGroupRow) =>
      Promise.all(group.starts.filter((one) => one.areaCode.startsWith(area)).map((one) => stopGroup(one.id))),
    onSuccess: () => {
      setStopping(null);
      say(words.start.stopped);
    },
    ...after,
  });
  const failed = begin.error ?? stop.error;
  return (
    <>
      <p className="plain-sentence">{words.start.explain}</p>
      {failed && (
        <p className="late" role="alert">
          {problemText(failed)}
        </p>
      )}
      <table className="plain-table">
        <thead>
          <tr>
            {[words.start.name, words.risk, words.start.members, words.start.visitors, words.start.running].map(
              (head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ),
            )}
            <th scope="col">
              <span className="visually-hidden">{words.acts}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {data.groups.map((group) => {
            const isHere = group.starts.some((one) => area.startsWith(one.areaCode));
            const own = group.starts.filter((one) => area !== '' && one.areaCode.startsWith(area));
            return (
              <tr key={group.id}>
                <td>
                  <b>{group.names[language]}</b>
                  <span className="second">{group.isByHand ? words.start.byHand : words.start.byData}</span>
                </td>
                <td>
                  {words.risks[group.risk]}
                  <span className="second">{words.rhythm(data.everyDays[group.risk])}</span>
                </td>
                <td>{words.households(group.members)}</td>
                <td className="routine-terms">
                  {group.visitors
                    .map((kind) => visitorKinds[kind as keyof typeof visitorKinds])
                    .join(common.enumeration)}
                </td>
                <td>
                  {group.isByHand
                    ? words.dash
                    : group.starts.length === 0
                      ? words.start.nowhere
                      : group.starts
                          .slice(0, 4)
                          .map((one) => one.place)
                          .join(common.enumeration) + (group.starts.length > 4 ? ` +${group.starts.length - 4}` : '')}
                </td>
                <td className="acts no-print">
                  {mayStart && !group.isByHand && area.length >= 6 && area.length <= 9 && (
                    <>
                      {!isHere && (
                        <button
                          type="button"
                          className="button"
                          disabled={begin.isPending}
                          onClick={() => begin.mutate(group)}
                        >
                          {words.start.begin}
                        </button>
                      )}
                      {own.length > 0 && (
                        <button type="button" className="button" onClick={() => setStopping(group)}>
                          {words.start.stop}
                        </button>
                      )}
                    </>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {stopping && (
        <Dialog title={words.start.stopTitle(stopping.names[language])} onClose={() => setStopping(null)}>
          <p>{words.start.stopHint}</p>
          <div className="dialog-actions">
            <button type="button" className="button" onClick={() => setStopping(null)}>
              {common.cancel}
            </button>
            <button
              type="button"
              className="button button-primary"
              disabled={stop.isPending}
              onClick={() => stop.mutate(stopping)}
            >
              {words.start.stop}
            </button>
          </div>
        </Dialog>
      )}
    </>
  );
}
