// The legend: five classes with their fixed breaks, the hatch for blind sources, the mark for overdue.
import { AMOUNT_RAMP, BREAKS, type Measure } from '../../charts/ramp.ts';
import { useIsDark } from '../../charts/theme.ts';
import { Blind } from '../../ui/blind.tsx';
import { useWords } from '../../ui/language.tsx';
import { mapWords } from './words.ts';

export function Legend({ measure, isBlind }: { measure: Measure; isBlind: boolean }) {
  const words = useWords(mapWords);
  const ramp = AMOUNT_RAMP[useIsDark() ? 'dark' : 'light'];
  return (
    <div className="legend">
      <p>{words.legend[measure]}</p>
      <div className="legend-ramp" role="img" aria-label={BREAKS[measure].join(', ')}>
        {ramp.map((colour, index) => (
          <span key={colour} style={{ background: colour }}>
            {index > 0 && <i>{BREAKS[measure][index - 1]}</i>}
          </span>
        ))}
      </div>
      {isBlind && (
        <p>
          <Blind width={26} /> {words.blind}
        </p>
      )}
      <p>
        <span className="legend-late">3</span> {words.overdueMark}
      </p>
    </div>
  );
}
