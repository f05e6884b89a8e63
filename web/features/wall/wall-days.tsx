// The wall's foot: new alerts of ninety days, today lit, and how many came today.
import { formatCount } from '../../ui/format.ts';
import { useWords } from '../../ui/language.tsx';
import { wallWords } from './words.ts';

export interface WallBar {
  day: string;
  raised: number | null;
  height: number;
  isRest: boolean;
}

const STEP = 10;
const HEIGHT = 60;

export function WallDays({ bars }: { bars: readonly WallBar[] }) {
  const words = useWords(wallWords);
  const today = bars[bars.length - 1];
  return (
    <section className="wall-days">
      <p>
        <span>{words.days}</span>
        <b>{today && words.today(today.raised === null ? words.few : formatCount(today.raised))}</b>
      </p>
      <svg
        viewBox={`0 0 ${STEP * bars.length} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        focusable="false"
      >
        {bars.map((one, index) => (
          <g key={one.day}>
            {one.isRest && <rect className="wall-rest" x={index * STEP} width={STEP} height={HEIGHT} />}
            <rect
              className={index === bars.length - 1 ? 'wall-today' : 'wall-day'}
              x={index * STEP + 1}
              y={HEIGHT * (1 - one.height)}
              width={STEP - 2}
              height={HEIGHT * one.height}
            />
          </g>
        ))}
      </svg>
    </section>
  );
}
