// The opened source: what was agreed and why it may be asked for, its state, its empty form, and its deliveries.
import { type ReactNode, useState } from 'react';
import type { SourceView } from '../../../server/flow/ingest/model.ts';
import { useNow } from '../../api/now.ts';
import { Blind } from '../../ui/blind.tsx';
import { formatDay, formatPercent } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { useAgreed } from './agreed.ts';
import { blindedBy, periodText, readableUntil } from './periods.ts';
import { templateFile } from './queries.ts';
import type { Rights } from './rights.ts';
import { SideHead } from './side-head.tsx';
import { SourceHealth } from './source-health.tsx';
import { StateDialog } from './state-dialog.tsx';
import { sourceWords } from './words.ts';

interface SourcePanelProps {
  source: SourceView;
  rights: Rights;
  /** One delivery is opened: what was agreed steps back. */
  isBrief: boolean;
  /** Its deliveries, or the one that is opened. */
  children: ReactNode;
  onClose: () => void;
}

function Facts({ source }: { source: SourceView }) {
  const { language } = useLanguage();
  const { open } = useWords(sourceWords);
  const now = useNow();
  const blinds = blindedBy(source);
  const until = readableUntil(source);
  return (
    <dl className="source-facts">
      <dt>{open.purpose}</dt>
      <dd>{source.purpose[language]}</dd>
      <dt>{open.legal}</dt>
      <dd>{source.legalBasis}</dd>
      {until && (
        <>
          <dt>{open.until}</dt>
          <dd>{open.untilText(periodText(until, language, now))}</dd>
        </>
      )}
      {source.matchRate !== null && (
        <>
          <dt>{open.match}</dt>
          <dd>{open.matchText(formatPercent(source.matchRate))}</dd>
        </>
      )}
      {blinds.length > 0 && (
        <>
          <dt>{open.blinds}</dt>
          <dd>
            <Blind /> {blinds.map((names) => names[language]).join(language === 'zh' ? '、' : ', ')}
          </dd>
        </>
      )}
    </dl>
  );
}

export function SourcePanel({ source, rights, isBrief, children, onClose }: SourcePanelProps) {
  const { language } = useLanguage();
  const words = useWords(sourceWords);
  const now = useNow();
  const [isChanging, setIsChanging] = useState(false);
  const agreed = useAgreed(source);
  const { state, stateFrom, isLate, daysLate } = source;
  return (
    <>
      <SideHead
        title={source.title[language]}
        under={`${source.departmentNames[language]}　${agreed.how}　${agreed.when}`}
        onClose={onClose}
      />
      <div className="side-body">
        <div className="side-section source-state">
          <span className={state === 'planned' ? 'planned-chip' : 'strong'}>{words.states[state]}</span>
          {stateFrom && <span className="faint">{words.open.since(formatDay(stateFrom, language, now))}</span>}
          {state === 'connected' && isLate && (
            <span className="late">{daysLate > 0 ? words.lateDays(daysLate) : words.late}</span>
          )}
          <span className="source-acts no-print">
            {rights.canReadBatches && words.open.template}
            {(rights.canReadBatches ? (['xlsx', 'csv'] as const) : []).map((format) => (
              <a key={format} href={templateFile(source.dataset, format)} download>
                {format}
              </a>
            ))}
            {rights.canChangeState && (
              <button type="button" className="link-button" onClick={() => setIsChanging(true)}>
                {words.open.change}
              </button>
            )}
          </span>
        </div>
        {!isBrief && <SourceHealth source={source} isBrief={!rights.canReadBatches} />}
        {!isBrief && <Facts source={source} />}
        {!isBrief && source.health.length > 0 && (
          <ul className="health-list side-section">
            {source.health.map(({ kind, names }) => (
              <li key={`${kind} ${names.zh}`}>
                <b>{words.kinds[kind]}</b> {names[language]}
              </li>
            ))}
          </ul>
        )}
        {children}
      </div>
      {isChanging && <StateDialog source={source} onClose={() => setIsChanging(false)} />}
    </>
  );
}
