// The desk: the filter as a sentence, views with counts, the list in the order of work, and the panel that follows the current row.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { areasQuery, useAreaPath } from '../../api/areas.ts';
import { useNow } from '../../api/now.ts';
import { useMe } from '../../api/session.ts';
import { LeadDialog } from '../../features/leads/lead-dialog.tsx';
import { leadWords } from '../../features/leads/words.ts';
import { DeskSentence } from '../../features/tasks/desk-sentence.tsx';
import { deskWords } from '../../features/tasks/desk-words.ts';
import { KeyHelp } from '../../features/tasks/key-help.tsx';
import { ManyDialog } from '../../features/tasks/many-dialog.tsx';
import type { Lost } from '../../features/tasks/queue.ts';
import { KeepView, SavedViews } from '../../features/tasks/saved-views.tsx';
import { SelectBar } from '../../features/tasks/select-bar.tsx';
import { TaskList } from '../../features/tasks/task-list.tsx';
import { useUndoable } from '../../features/tasks/undo-part.tsx';
import { Views } from '../../features/tasks/views.tsx';
import { taskWords } from '../../features/tasks/words.ts';
import { useKeys } from '../../ui/keys.ts';
import { useWords } from '../../ui/language.tsx';
import { Empty, Failed, Skeleton } from '../../ui/states.tsx';
import { Breadcrumb } from './breadcrumb.tsx';
import { DeskEmpty } from './desk-empty.tsx';
import { DeskFooter } from './desk-footer.tsx';
import { DeskPanel } from './desk-panel.tsx';
import { DeskPrintHead } from './desk-print-head.tsx';
import { TopBarArea } from './shell.tsx';
import { useDesk } from './use-desk.ts';
import '../../features/tasks/tasks.css';
import '../../features/tasks/desk.css';
import '../../features/tasks/panel.css';

export default function DeskPage() {
  const me = useMe();
  const words = useWords(deskWords);
  const common = useWords(taskWords);
  const leads = useWords(leadWords);
  const now = useNow();
  const navigate = useNavigate();
  const desk = useDesk();
  const { filter, tasks, rows, items, current, chosen, selection, change } = desk;
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  const [isTelling, setIsTelling] = useState(false);
  const [many, setMany] = useState<{ tasks: typeof rows; isChoosing: boolean } | null>(null);
  const isUndoable = useUndoable() !== null;
  const home = me.areas[0];
  const inner = useQuery({ ...areasQuery(home?.code ?? ''), enabled: home !== undefined });
  const path = useAreaPath(home, filter.area || home?.code);
  const mayGive = me.actions.includes('task.dispatch');
  const hasChosen = chosen.length > 0;

  const giveOut = (isChoosing: boolean) => setMany({ tasks: chosen, isChoosing });
  const reassign = ({ row, now: after }: Lost) => {
    if (after) setMany({ tasks: [{ ...row, ...after }], isChoosing: true });
  };
  const toPanel = () => {
    if (current) desk.open(current);
    requestAnimationFrame(() => document.getElementById('panel-title')?.focus());
  };
  useKeys({
    j: () => desk.step(1),
    k: () => desk.step(-1),
    x: (event) => {
      const id = desk.currentNow();
      if (mayGive && id) selection.toggle(id, event.shiftKey);
    },
    d: () => hasChosen && giveOut(false),
    a: () => hasChosen && giveOut(true),
    h: () => {
      const household = rows.find((row) => row.id === desk.currentNow())?.household;
      if (household?.id) void navigate(`/households/${household.id}`);
    },
    w: toPanel,
    enter: toPanel,
    escape: () => (hasChosen ? selection.clear() : desk.open(null)),
    '?': () => setIsHelpOpen(true),
  });

  const areaChoices = [
    { value: '', name: words.whole(home?.name ?? '') },
    ...(inner.data ?? []).map((one) => ({ value: one.code, name: one.name })),
    ...(filter.area && home && filter.area !== home.code && !inner.data?.some((one) => one.code === filter.area)
      ? [{ value: filter.area, name: path[path.length - 1]?.name ?? filter.area }]
      : []),
  ];
  const holder = rows.find((row) => row.assignee?.id === filter.assignee)?.assignee?.name ?? null;
  return (
    <>
      <TopBarArea>
        <Breadcrumb path={path} onPick={(code) => change({ area: code === home?.code ? null : code, task: null })} />
      </TopBarArea>
      <main className="desk-page">
        <div className="desk-main">
          <DeskPrintHead filter={filter} area={path[path.length - 1]?.name ?? ''} count={desk.counts[filter.view]} />
          <div className="desk-bar no-print">
            <DeskSentence
              filter={filter}
              areas={areaChoices}
              holder={holder}
              onChange={(values) => change({ ...values, task: null })}
            />
            <div className="desk-keys faint">
              {me.actions.includes('lead.create') && (
                <button type="button" className="link-button" onClick={() => setIsTelling(true)}>
                  {leads.make}
                </button>
              )}
              <KeepView filter={desk.kept} />
              <span className="key">J</span> <span className="key">K</span> {common.keys.move}
              <button type="button" className="link-button" onClick={() => setIsHelpOpen(true)}>
                {common.keys.help}
              </button>{' '}
              <span className="key">?</span>
            </div>
          </div>
          <SavedViews filter={desk.kept} onPick={desk.replaceAll} />
          <Views
            view={filter.view}
            counts={desk.counts}
            onPick={(one) => change({ view: one === desk.defaultView ? null : one, task: null })}
          />
          {tasks.isPending && <Skeleton lines={10} />}
          {tasks.isError && !tasks.data && (
            <Failed what={common.list} error={tasks.error} onRetry={() => void tasks.refetch()} />
          )}
          {tasks.data && items.length === 0 && <DeskEmpty filter={filter} counts={desk.counts} onChange={change} />}
          {items.length > 0 && (
            <div className={tasks.isPlaceholderData ? 'task-list-frame refreshing' : 'task-list-frame'}>
              <TaskList
                items={items}
                now={now}
                current={current}
                selected={selection.chosen}
                hasBoxes={mayGive}
                isWaiting={filter.view === 'waiting' || filter.view === 'returned'}
                onOpen={desk.open}
                onSelect={selection.toggle}
                onAdopt={(id) => {
                  desk.settle(id);
                  selection.drop([id]);
                  if (desk.named === id) desk.open(null);
                }}
                onReassign={reassign}
                onNearEnd={desk.onNearEnd}
                footer={<DeskFooter tasks={tasks} count={rows.length} />}
              />
            </div>
          )}
          {mayGive && (hasChosen || isUndoable) && (
            <SelectBar
              count={chosen.length}
              onPreview={() => giveOut(false)}
              onAssign={() => giveOut(true)}
              onClear={selection.clear}
            />
          )}
        </div>
        <aside className={desk.named ? 'panel no-print' : 'panel is-empty no-print'} aria-label={common.task}>
          {current ? (
            <DeskPanel
              key={current}
              id={current}
              now={now}
              isQuiet={hasChosen || many !== null}
              onClose={() => desk.open(null)}
              onDone={desk.goOn}
            />
          ) : (
            <Empty>{common.pickOne}</Empty>
          )}
        </aside>
      </main>
      {isTelling && home && (
        <LeadDialog
          area={home.code}
          onClose={() => setIsTelling(false)}
          onSaved={(id) => {
            setIsTelling(false);
            desk.open(id);
          }}
        />
      )}
      {isHelpOpen && <KeyHelp onClose={() => setIsHelpOpen(false)} />}
      {many && (
        <ManyDialog
          tasks={many.tasks}
          isChoosing={many.isChoosing}
          onClose={() => setMany(null)}
          onSent={(ids, taken) => {
            selection.drop(ids);
            desk.report(taken);
            for (const id of ids) desk.settle(id);
          }}
        />
      )}
    </>
  );
}
