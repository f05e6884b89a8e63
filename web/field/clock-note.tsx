// One sentence when the phone's clock is far off: what is recorded is dated by the service all the same.
import { useWords } from '../ui/language.tsx';
import { clockWords } from './pages/clock-words.ts';

const MINUTE = 60_000;

export default function ClockNote({ offset }: { offset: number }) {
  const words = useWords(clockWords);
  const minutes = Math.round(Math.abs(offset) / MINUTE);
  const by =
    minutes >= 1440
      ? words.days(Math.round(minutes / 1440))
      : minutes >= 60
        ? words.hours(Math.round(minutes / 60))
        : words.minutes(minutes);
  return (
    <p className="field-banner" role="status">
      {offset > 0 ? words.behind(by) : words.ahead(by)}
    </p>
  );
}
