// 要去的户: what is late or due today first, then by deadline; searched and filtered on the phone itself.
import { filterHouseholds, GROUPS, groupHouseholds, villagesOf } from '../../offline/list.ts';
import { formatDay, formatWeekday } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { Empty, Skeleton } from '../../ui/states.tsx';
import { ui } from '../../ui/words.ts';
import { goTo, pathOf, useAddress } from '../address.tsx';
import { Frame } from '../frame.tsx';
import { usePhone } from '../open-phone.tsx';
import { useNow } from '../use-now.ts';
import { fieldWords } from '../words.ts';
import { HouseholdCard } from './household-card.tsx';

/** From how many households on one wants to search. */
const MANY = 6;

export function ListPage() {
  const { language } = useLanguage();
  const common = useWords(ui);
  const words = useWords(fieldWords);
  const now = useNow();
  const { shown, phone, status } = usePhone();
  const { search } = useAddress();
  const filter = {
    text: search.get('q') ?? '',
    severity: search.get('level') ?? '',
    village: search.get('village') ?? '',
  };
  const isFiltered = Object.values(filter).some(Boolean);
  const groups = groupHouseholds(filterHouseholds(shown, filter), now);
  const villages = villagesOf(shown);
  const set = (name: string, value: string) => {
    const next = new URLSearchParams(search);
    if (value) next.set(name, value);
    else next.delete(name);
    const asked = next.toString();
    goTo(pathOf() + (asked && `?${asked}`), { replace: true });
  };
  const isEmpty = GROUPS.every((group) => groups[group].length === 0);
  return (
    <Frame
      title={words.tabs.list}
      tab="list"
      end={`${formatDay(now.toISOString(), language)} ${formatWeekday(now, language)}`}
    >
      {(shown.length >= MANY || isFiltered) && (
        <form className="field-search" aria-label={words.filters} onSubmit={(event) => event.preventDefault()}>
          <input
            className="field"
            type="search"
            placeholder={words.search}
            aria-label={words.search}
            value={filter.text}
            onChange={(event) => set('q', event.target.value)}
          />
          <select
            aria-label={words.anyLevel}
            value={filter.severity}
            onChange={(event) => set('level', event.target.value)}
          >
            <option value="">{words.anyLevel}</option>
            {(['red', 'orange', 'yellow', 'blue'] as const).map((severity) => (
              <option key={severity} value={severity}>
                {common.severities[severity]}
              </option>
            ))}
          </select>
          {(villages.length > 1 || filter.village) && (
            <select
              aria-label={words.anyVillage}
              value={filter.village}
              onChange={(event) => set('village', event.target.value)}
            >
              <option value="">{words.anyVillage}</option>
              {villages.map((village) => (
                <option key={village} value={village}>
                  {village}
                </option>
              ))}
            </select>
          )}
        </form>
      )}
      {phone.profile.syncedAt === null && status.isRunning && <Skeleton lines={8} />}
      {isEmpty && isFiltered && (
        <Empty>
          <p className="strong">{words.noneFit}</p>
          <button type="button" className="button field-button" onClick={() => goTo(pathOf(), { replace: true })}>
            {words.showAll}
          </button>
        </Empty>
      )}
      {isEmpty && !isFiltered && phone.profile.syncedAt !== null && (
        <Empty>
          <p className="strong">{words.nothing}</p>
          <p>{words.nothingHint}</p>
        </Empty>
      )}
      {GROUPS.map(
        (group) =>
          groups[group].length > 0 && (
            <section key={group} aria-label={words.groups[group]}>
              <h2 className="field-group">{words.groups[group]}</h2>
              <ul>
                {groups[group].map((one) => (
                  <HouseholdCard key={one.task.id} shown={one} now={now} />
                ))}
              </ul>
            </section>
          ),
      )}
    </Frame>
  );
}
