// 要去的户: one card a household, what is late or due today first, or what is near; searched and filtered on the phone itself.
import { filterHomes, homesOf, type Part, partsOf } from '../../offline/homes.ts';
import { formatDay } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { Empty, Skeleton } from '../../ui/states.tsx';
import { ui } from '../../ui/words.ts';
import { Frame } from '../frame.tsx';
import { usePhone } from '../open-phone.tsx';
import { useWhereabouts } from '../position.ts';
import { RoomNotice } from '../room-notice.tsx';
import { useNow } from '../use-now.ts';
import { fieldWords } from '../words.ts';
import { HouseholdCard } from './household-card.tsx';
import { LeadStarts } from './lead-starts.tsx';
import { ListFilterBar } from './list-filter.tsx';
import { listWords } from './list-words.ts';
import { useListFilter } from './use-list-filter.ts';
import { usePortion } from './use-portion.ts';

/** From how many households on one wants to search. */
const MANY = 6;

export function ListPage() {
  const { language } = useLanguage();
  const words = useWords(fieldWords);
  const list = useWords(listWords);
  const common = useWords(ui);
  const now = useNow();
  const { shown, phone, status, sync } = usePhone();
  const isNew = phone.profile.syncedAt === null;
  const { position } = useWhereabouts();
  const asked = useListFilter();
  const all = homesOf(shown, now);
  const homes = filterHomes(all, asked, now);
  const parts = partsOf(homes, asked.isByDistance ? position : null);
  const portion = usePortion(homes.length, JSON.stringify([asked, position]));
  const isEmpty = homes.length === 0;
  const names: Record<Part['name'], string> = { ...words.groups, ...list.parts };
  return (
    <Frame title={words.tabs.list} tab="list" end={formatDay(now.toISOString(), language)}>
      <RoomNotice />
      {(all.length >= MANY || asked.isFiltered || asked.isByDistance) && <ListFilterBar shown={shown} asked={asked} />}
      {asked.isFiltered && !isEmpty && (
        <p className="field-banner list-found" role="status">
          {list.found(homes.length, all.length)}
          <button type="button" className="link-button" onClick={asked.clear}>
            {words.showAll}
          </button>
        </p>
      )}
      <LeadStarts />
      {isNew && status.isRunning && <Skeleton lines={8} />}
      {isNew && !status.isRunning && status.result !== null && (
        <Empty>
          <p className="strong">{words.unfetched}</p>
          <p>{words.unfetchedHint}</p>
          <button type="button" className="button field-button" onClick={sync}>
            {common.retry}
          </button>
        </Empty>
      )}
      {isEmpty && asked.isFiltered && (
        <Empty>
          <p className="strong">{words.noneFit}</p>
          <button type="button" className="button field-button" onClick={asked.clear}>
            {words.showAll}
          </button>
        </Empty>
      )}
      {isEmpty && !asked.isFiltered && !isNew && (
        <Empty>
          <p className="strong">{words.nothing}</p>
          <p>{words.nothingHint}</p>
        </Empty>
      )}
      {firstOf(parts, portion.count).map((part) => (
        <section key={part.name} aria-label={names[part.name]}>
          <h2 className="field-group">{names[part.name]}</h2>
          <ul>
            {part.homes.map((home) => (
              <HouseholdCard key={home.key} home={home} now={now} from={position} />
            ))}
          </ul>
        </section>
      ))}
      <div ref={portion.end}>
        {portion.count < homes.length && (
          <button type="button" className="button field-button wide list-more" onClick={portion.more}>
            {list.more(homes.length - portion.count)}
          </button>
        )}
      </div>
    </Frame>
  );
}

/** The first so many homes of the parts, in their parts. */
function firstOf(parts: readonly Part[], count: number): Part[] {
  let left = count;
  return parts.flatMap(({ name, homes }) => {
    const taken = homes.slice(0, Math.max(0, left));
    left -= taken.length;
    return taken.length > 0 ? [{ name, homes: taken }] : [];
  });
}
