// Where a file is dropped or chosen; what was handed in lately stands below it.
import { useQuery } from '@tanstack/react-query';
import type { IntakeView } from '../../../server/flow/ingest/model.ts';
import { useNow } from '../../api/now.ts';
import { formatDayTime } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { Failed } from '../../ui/states.tsx';
import { stepOf } from './intake.ts';
import { intakeWords } from './intake-words.ts';
import { intakesQuery } from './queries.ts';

export function DropBox({ onChoose }: { onChoose: () => void }) {
  const words = useWords(intakeWords);
  return (
    <div className="drop-box no-print">
      <p>{words.drop}</p>
      <p className="faint">{words.dropFormats}</p>
      <button type="button" className="button" onClick={onChoose}>
        {words.choose} <span className="key">U</span>
      </button>
    </div>
  );
}

function stateText(intake: IntakeView, words: (typeof intakeWords)['zh']): string {
  const step = stepOf(intake);
  if (step === 'preview') return words.tried;
  if (step === 'period' || step === 'layout') return words.asking;
  return words.states[intake.state];
}

export function RecentIntakes({ onOpen }: { onOpen: (id: string) => void }) {
  const { language } = useLanguage();
  const words = useWords(intakeWords);
  const now = useNow();
  const intakes = useQuery(intakesQuery);
  if (intakes.isError && !intakes.data)
    return <Failed what={words.recent} error={intakes.error} onRetry={() => void intakes.refetch()} />;
  if (!intakes.data || intakes.data.length === 0) return null;
  return (
    <section className="side-section">
      <h2>{words.recent}</h2>
      <ul className="recent-intakes">
        {intakes.data.slice(0, 8).map((intake) => (
          <li key={intake.id}>
            <button type="button" className="link-button" onClick={() => onOpen(intake.id)}>
              {intake.fileName}
            </button>
            <span className="faint recent-line">
              <span>{formatDayTime(intake.startedAt, language, now)}</span>
              <span className={intake.state === 'refused' ? 'strong' : ''}>{stateText(intake, words)}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
