// The rows of department files an alert stands on: file and line, so that anybody can look it up in what was handed in.
import { useState } from 'react';
import type { Why } from '../../../server/flow/alerts/model.ts';
import { formatYuan } from '../../../server/kernel/money.ts';
import { useNow } from '../../api/now.ts';
import { formatCount, formatDay } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { alertWords } from './words.ts';

const FIRST = 6;

function EvidenceRow({ row }: { row: Why['evidence'][number] }) {
  const { language } = useLanguage();
  const texts = useWords(alertWords);
  const now = useNow();
  const department = row.department[language];
  const title = language === 'zh' ? `${department}《${row.title.zh}》` : `${department}, ${row.title.en}`;
  return (
    <li className={row.isWithdrawn ? 'evidence-row is-withdrawn' : 'evidence-row'}>
      <p className="evidence-what">
        <span>
          <b>{title}</b> {formatDay(row.onDate, language, now)} {row.person}
        </span>
        {row.amount !== null && (
          <b className="number">
            {formatYuan(row.amount)} {language === 'zh' ? '元' : 'yuan'}
          </b>
        )}
      </p>
      <p className="faint why-small">
        {row.fileName}　{texts.line(formatCount(row.line))}　{texts.received(formatDay(row.receivedAt, language, now))}
        {row.isWithdrawn && <span className="late">　{texts.withdrawn}</span>}
      </p>
    </li>
  );
}

export function EvidenceRows({ evidence }: { evidence: Why['evidence'] }) {
  const texts = useWords(alertWords);
  const [isWhole, setIsWhole] = useState(false);
  const shown = isWhole ? evidence : evidence.slice(0, FIRST);
  return (
    <section>
      <h3 className="why-label">{texts.rows}</h3>
      {evidence.length === 0 && <p className="faint">{texts.noRows}</p>}
      <ul>
        {shown.map((row) => (
          <EvidenceRow key={`${row.fileName}:${row.line}:${row.indicator}`} row={row} />
        ))}
      </ul>
      {shown.length < evidence.length && (
        <button type="button" className="link-button" onClick={() => setIsWhole(true)}>
          {texts.moreRows(evidence.length - shown.length)}
        </button>
      )}
    </section>
  );
}
