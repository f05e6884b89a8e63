// The boards side by side; precision has its own page and stands among them.
import { Link } from 'react-router';
import { BOARDS, type Board } from '../../../server/insight/boards/model.ts';
import { useMe } from '../../api/session.ts';
import { boardWords } from '../../features/boards/words.ts';
import { useWords } from '../../ui/language.tsx';
import '../../features/boards/boards.css';

/** `search` is what the boards share of the address: area and period stay while one looks around. */
export function BoardTabs({ at, search }: { at: Board | 'precision'; search: string }) {
  const me = useMe();
  const words = useWords(boardWords);
  const isCurrent = (one: Board | 'precision') => (one === at ? ({ 'aria-current': 'page' } as const) : {});
  return (
    <nav className="board-tabs no-print" aria-label={words.page}>
      {me.actions.includes('board.read') &&
        BOARDS.map((one) => (
          <Link key={one} to={`/boards/${one}${search}`} {...isCurrent(one)}>
            {words.tabs[one]}
          </Link>
        ))}
      <Link to={`/feedback${search}`} {...isCurrent('precision')}>
        {words.tabs.precision}
      </Link>
    </nav>
  );
}
