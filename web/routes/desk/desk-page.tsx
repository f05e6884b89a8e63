// The desk: views with counts, the list by urgency, and the panel that follows the selection.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { areasQuery, useAreaPath } from '../../api/areas.ts';
import { useNow } from '../../api/now.ts';
import { useMe } from '../../api/session.ts';
import { groupTasks } from '../../features/tasks/groups.ts';
import { KeyHelp } from '../../features/tasks/key-help.tsx';
import { tasksQuery, type View } from '../../features/tasks/queries.ts';
import { TaskList } from '../../features/tasks/task-list.tsx';
import { DESK_VIEWS, Views } from '../../features/tasks/views.tsx';
import { taskWords } from '../../features/tasks/words.ts';
import { useKeys } from '../../ui/keys.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { Picker } from '../../ui/picker.tsx';
import { Empty, Failed, Skeleton } from '../../ui/states.tsx';
import { ui } from '../../ui/words.ts';
import { Breadcrumb } from './breadcrumb.tsx';
import { DeskPanel } from './desk-panel.tsx';
import { TopBarArea } from './shell.tsx';
import { useAddress } from './use-address.ts';
import '../../features/tasks/tasks.css';
import '../../features/tasks/panel.css';

export default function DeskPage() {
  const me = useMe();
  const { language } = useLanguage();
  const common = useWords(ui);
  const words = useWords(taskWords);
  const now = useNow();
  const { search, change } = useAddress();
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  const home = me.areas[0];
  const area = search.get('area') ?? undefined;
  const defaultView: View = me.role === 'township-officer' ? 'submitted' : 'waiting';
  const view = DESK_VIEWS.find((one) => one === search.get('view')) ?? defaultView;
  const tasks = useInfiniteQuery(tasksQuery(view, area));
  const inner = useQuery({ ...areasQuery(home?.code ?? ''), enabled: home !== undefined });
  const path = useAreaPath(home, area ?? home?.code);

  const rows = tasks.data?.pages.flatMap((page) => page.items) ?? [];
  const counts = tasks.data?.pages[0]?.counts ?? {};
  const shown = groupTasks(rows, now).flatMap((group) => group.rows);
  const named = search.get('task');
  const selected = named ?? shown[0]?.id ?? null;

  const select = (id: string) => {
    change({ task: id }, { replace: true });
    requestAnimationFrame(() =>
      document.querySelector(`[data-task="${CSS.escape(id)}"]`)?.scrollIntoView({ block: 'nearest' }),
    );
  };
  const step = (by: number) => {
    const next = shown[shown.findIndex((row) => row.id === selected) + by];
    if (next) select(next.id);
  };
  const goOn = () => {
    const index = shown.findIndex((row) => row.id === selected);
    const next = shown[index + 1] ?? shown[index - 1];
    change({ task: next?.id ?? null }, { replace: true });
  };
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    enter: () => document.getElementById('panel-title')?.focus(),
    escape: () => change({ task: null }, { replace: true }),
    '?': () => setIsHelpOpen(true),
  });

  const areaChoices = [
    { value: '', name: words.whole(home?.name ?? '') },
    ...(inner.data ?? []).map((one) => ({ value: one.code, name: one.name })),
    ...(area && home && area !== home.code && !inner.data?.some((one) => one.code === area)
      ? [{ value: area, name: path[path.length - 1]?.name ?? area }]
      : []),
  ];
  const otherViews = DESK_VIEWS.filter((one) => one !== view && one !== 'all' && (counts[one] ?? 0) > 0)
    .map((one) => words.emptyCount(words.views[one], counts[one] ?? 0))
    .join(language === 'zh' ? '，' : ', ');
  return (
    <>
      <TopBarArea>
        <Breadcrumb path={path} onPick={(code) => change({ area: code === home?.code ? null : code, task: null })} />
      </TopBarArea>
      <main className="desk-page">
        <div className="desk-main">
          <div className="desk-bar">
            <div className="sentence-filter">
              <span>{words.lead}</span>
              <Picker
                label={words.area}
                value={area ?? ''}
                choices={areaChoices}
                onPick={(value) => change({ area: value, task: null })}
              />
              <span>{words.ofTasks}</span>
            </div>
            <p className="desk-keys faint no-print">
              {words.keys.move} <span className="key">J</span> <span className="key">K</span>
              <button type="button" className="link-button" onClick={() => setIsHelpOpen(true)}>
                {words.keys.help}
              </button>{' '}
              <span className="key">?</span>
            </p>
          </div>
          <Views
            view={view}
            counts={counts}
            onPick={(one) => change({ view: one === defaultView ? null : one, task: null })}
          />
          {tasks.isPending && <Skeleton lines={10} />}
          {tasks.isError && !tasks.data && (
            <Failed what={words.list} error={tasks.error} onRetry={() => void tasks.refetch()} />
          )}
          {tasks.data && rows.length === 0 && <Empty>{words.empty(otherViews)}</Empty>}
          {rows.length > 0 && (
            <div className={tasks.isPlaceholderData ? 'task-list-frame refreshing' : 'task-list-frame'}>
              <TaskList
                rows={rows}
                now={now}
                selected={selected}
                onSelect={select}
                footer={
                  tasks.hasNextPage && (
                    <div className="list-more no-print">
                      <button
                        type="button"
                        className="button"
                        disabled={tasks.isFetchingNextPage}
                        onClick={() => void tasks.fetchNextPage()}
                      >
                        {tasks.isFetchingNextPage ? common.moreLoading : common.more}
                      </button>
                    </div>
                  )
                }
              />
            </div>
          )}
        </div>
        <aside className={named ? 'panel' : 'panel is-empty'} aria-label={words.task}>
          {selected ? (
            <DeskPanel
              key={selected}
              id={selected}
              now={now}
              onClose={() => change({ task: null }, { replace: true })}
              onDone={goOn}
            />
          ) : (
            <Empty>{words.pickOne}</Empty>
          )}
        </aside>
      </main>
      {isHelpOpen && <KeyHelp onClose={() => setIsHelpOpen(false)} />}
    </>
  );
}
