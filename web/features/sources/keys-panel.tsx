// The keys by which departments' own systems push rows: who has which, when it was last used, and the ways to make and end one.
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { KeyRow, Me } from '../../../server/access/model.ts';
import type { SourceView } from '../../../server/flow/ingest/model.ts';
import { useNow } from '../../api/now.ts';
import { formatDay, formatDayTime } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { Failed } from '../../ui/states.tsx';
import { ui } from '../../ui/words.ts';
import { MakeKeyDialog, RevokeKeyDialog } from './key-dialogs.tsx';
import { keysQuery } from './key-queries.ts';
import { keyWords } from './key-words.ts';
import './keys.css';

interface KeysPanelProps {
  me: Pick<Me, 'department' | 'actions'>;
  sources: readonly SourceView[];
}

export function KeysPanel({ me, sources }: KeysPanelProps) {
  return me.actions.includes('key.read') ? <Keys me={me} sources={sources} /> : null;
}

function Keys({ me, sources }: KeysPanelProps) {
  const words = useWords(keyWords);
  const common = useWords(ui);
  const [isMaking, setIsMaking] = useState(false);
  const [ending, setEnding] = useState<KeyRow | null>(null);
  const keys = useInfiniteQuery(keysQuery);
  const rows = keys.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className="side-section no-print" aria-label={words.title}>
      <h2>{words.title}</h2>
      <p className="faint">{words.about}</p>
      {keys.isError && !keys.data && (
        <Failed what={words.list} error={keys.error} onRetry={() => void keys.refetch()} />
      )}
      {keys.data && rows.length === 0 && <p className="faint">{words.none}</p>}
      <ul className="key-list">
        {rows.map((row) => (
          <KeyLine key={row.id} row={row} isOneDepartment={me.department !== null} onEnd={() => setEnding(row)} />
        ))}
      </ul>
      <div className="side-buttons">
        {me.actions.includes('key.create') && (
          <button type="button" className="button" onClick={() => setIsMaking(true)}>
            {words.make}
          </button>
        )}
        {keys.hasNextPage && (
          <button type="button" className="button" onClick={() => void keys.fetchNextPage()}>
            {common.more}
          </button>
        )}
      </div>
      {isMaking && <MakeKeyDialog me={me} sources={sources} onClose={() => setIsMaking(false)} />}
      {ending && <RevokeKeyDialog row={ending} onClose={() => setEnding(null)} />}
    </section>
  );
}

function KeyLine({ row, isOneDepartment, onEnd }: { row: KeyRow; isOneDepartment: boolean; onEnd: () => void }) {
  const { language } = useLanguage();
  const words = useWords(keyWords);
  const now = useNow();
  const { label, name, departmentNames, lastUsedAt, revokedAt } = row;
  return (
    <li className={revokedAt ? 'is-revoked' : ''}>
      <span className="key-label">
        <b>{label}</b>
        <span className="second">
          {isOneDepartment ? '' : `${departmentNames[language]}　`}
          <code>{name}</code>
        </span>
        <span className="second">
          {revokedAt
            ? words.revokedOn(formatDay(revokedAt, language, now))
            : lastUsedAt
              ? words.used(formatDayTime(lastUsedAt, language, now))
              : words.neverUsed}
        </span>
      </span>
      {!revokedAt && (
        <button type="button" className="link-button" aria-label={`${words.revoke} ${label}`} onClick={onEnd}>
          {words.revoke}
        </button>
      )}
    </li>
  );
}
