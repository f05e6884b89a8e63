// The household of a row: its head, which leads to its page, and where it is.
import { Link } from 'react-router';
import { useWords } from './language.tsx';
import { ui } from './words.ts';

interface HomeCellProps {
  home: { id: string; number: string | null; head: string | null };
  place: string;
}

export function HomeCell({ home, place }: HomeCellProps) {
  const common = useWords(ui);
  return (
    <td>
      <Link to={`/households/${home.number ?? home.id}`}>{home.head ?? common.someone}</Link>
      <span className="second">{place}</span>
    </td>
  );
}
