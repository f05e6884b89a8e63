// The legend: five classes with their fixed breaks, the hatch for blind sources, the mark for overdue.
import { BREAKS, type Measure, rampOf } from '../../charts/ramp.ts';
import { useIsDark } from '../../charts/theme.ts';
import { Blind } from '../../ui/blind.tsx';
import { useWords } from '../../ui/language.tsx';
import { mapWords } from './words.ts';

interface LegendProps {
  measure: Measure;
  isBlind: boolean;
  hidesFew: boolean;
}

export function Legend({ measure, isBlind, hidesFew }: LegendProps) {
  const words = useWords(mapWords);
  const ramp = rampOf(measure, useIsDark());
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
      {measure === 'confirmed' && (
        <p>
          <span className="legend-hollow" /> {words.fewVerified}
        </p>
      )}
      {hidesFew && (
        <p>
          <span className="legend-paper" /> {words.fewHidden}
        </p>
      )}
      {isBlind && (
        <p>
          <Blind width={26} /> {words.blind}
        </p>
      )}
      <p>
        <span className="legend-late">3</span> {words.redLateMark}
      </p>
    </div>
  );
}
