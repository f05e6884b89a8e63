// The board of late work: how much of which nobody has taken note, by level, and each with what can be done about it.
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { EscalationRow } from '../../../server/flow/tasks/desk/model.ts';
import { LEVELS } from '../../../server/flow/tasks/model.ts';
import { useNow } from '../../api/now.ts';
import { ActDialog } from '../../features/escalations/act-dialog.tsx';
import { EscalationTable } from '../../features/escalations/escalation-table.tsx';
import { escalationsQuery } from '../../features/escalations/queries.ts';
import { escalationWords } from '../../features/escalations/words.ts';
import { useWords } from '../../ui/language.tsx';
import { More } from '../../ui/more.tsx';
import { Picker } from '../../ui/picker.tsx';
import { Empty, Failed, Skeleton } from '../../ui/states.tsx';
import { AreaPicker } from './area-picker.tsx';
import { HomeArea } from './home-area.tsx';
import { useAddress } from './use-address.ts';
import '../../ui/page.css';
import '../../features/escalations/escalations.css';

export default function EscalationsPage() {
  const words = useWords(escalationWords);
  const now = useNow();
  const { search, change } = useAddress();
  const [asking, setAsking] = useState<{ act: 'acknowledge' | 'extend'; row: EscalationRow } | null>(null);
  const filter = {
    area: search.get('area') ?? '',
    level: LEVELS.find((one) => one === search.get('level')) ?? '',
    noted: ['true', 'false'].find((one) => one === search.get('noted')) ?? '',
  };
  const board = useInfiniteQuery(escalationsQuery(filter));
  const rows = board.data?.pages.flatMap((page) => page.items) ?? [];
  const levels = board.data?.pages[0]?.levels;
  const total = (kind: 'open' | 'noted') => LEVELS.reduce((sum, level) => sum + (levels?.[level]?.[kind] ?? 0), 0);
  return (
    <main className="plain-page">
      <HomeArea />
      <div className="plain-head">
        <h1>{words.title}</h1>
        <div className="sentence-filter no-print">
          <span>{words.lead}</span>
          <AreaPicker value={filter.area} onPick={(area) => change({ area })} />
          <span>{words.and}</span>
          <Picker
            label={words.state}
            value={filter.noted}
            choices={['', 'false', 'true'].map((value) => ({ value, name: words.states[value] ?? value }))}
            onPick={(noted) => change({ noted })}
          />
        </div>
      </div>
      {levels && <p className="plain-sentence">{words.sentence(total('open'), total('noted'))}</p>}
      {levels && (
        <div className="level-tabs">
          {LEVELS.map((level) => (
            <button
              key={level}
              type="button"
              aria-pressed={filter.level === level}
              onClick={() => change({ level: filter.level === level ? null : level })}
            >
              <b className={(levels[level]?.open ?? 0) > 0 ? 'late' : ''}>{levels[level]?.open ?? 0}</b>
              {words.levels[level]}
              <span className="faint">
                {' '}
                {words.states.true} {levels[level]?.noted ?? 0}
              </span>
            </button>
          ))}
        </div>
      )}
      {board.isPending && <Skeleton lines={8} />}
      {board.isError && !board.data && (
        <Failed what={words.what} error={board.error} onRetry={() => void board.refetch()} />
      )}
      {board.data && rows.length === 0 && (
        <Empty>
          <p className="strong">{words.empty}</p>
          <p>{words.explain}</p>
          {(filter.level || filter.noted || filter.area) && (
            <button type="button" className="button" onClick={() => change({ level: null, noted: null, area: null })}>
              {words.widen}
            </button>
          )}
        </Empty>
      )}
      {rows.length > 0 && (
        <div className={board.isPlaceholderData ? 'refreshing' : ''}>
          <EscalationTable rows={rows} now={now} onAsk={(act, row) => setAsking({ act, row })} />
          <More of={board} />
        </div>
      )}
      {asking && <ActDialog {...asking} onClose={() => setAsking(null)} />}
    </main>
  );
}
