// What can be done with the map: take it along as a file or on paper, or put it on the wall.
import { Link } from 'react-router';
import { type Filter, filterQuery } from '../../api/filter.ts';
import { useMe } from '../../api/session.ts';
import { mapWords } from '../../features/map/words.ts';
import { fillScreen } from '../../features/wall/screen.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';

export function MapActs({ filter, area }: { filter: Filter; area: string }) {
  const me = useMe();
  const { language } = useLanguage();
  const words = useWords(mapWords);
  const query = filterQuery(filter);
  const of = (path: string) => `${path}${query}${query ? '&' : '?'}language=${language}`;
  return (
    <span className="map-acts no-print">
      <details className="map-export">
        <summary className="button map-export-open">{words.export}</summary>
        <span className="map-export-list">
          {me.actions.includes('alert.export') && (
            <a href={of('/api/alerts/export')} download>
              {words.exportList}
            </a>
          )}
          {me.actions.includes('board.export') && (
            <a href={of('/api/map/export')} download>
              {words.exportAreas}
            </a>
          )}
          <button type="button" className="link-button" onClick={() => print()}>
            {words.print}
          </button>
        </span>
      </details>
      <Link className="button" to={`/wall?area=${area}`} onClick={fillScreen}>
        {words.wall}
        <span className="key">F</span>
      </Link>
    </span>
  );
}
