// The left column below the members: what they are recognised as, the three households, and who has looked.
import { useQuery } from '@tanstack/react-query';
import type { Entry, HouseholdView, Status } from '../../../server/household/model.ts';
import { formatYuan } from '../../../server/kernel/money.ts';
import { useNow } from '../../api/now.ts';
import { formatDay, formatDayTime } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { Failed, Skeleton } from '../../ui/states.tsx';
import { ui } from '../../ui/words.ts';
import { logQuery } from './queries.ts';
import { householdWords } from './words.ts';

export function useCategoryName(): (one: Pick<Status, 'category' | 'names'>) => string {
  const { language } = useLanguage();
  const words = useWords(householdWords);
  return ({ category, names }) => names?.[language] ?? words.categories[category] ?? category;
}

export function StatusPart({ status }: { status: Status[] }) {
  const { language } = useLanguage();
  const common = useWords(ui);
  const words = useWords(householdWords);
  const now = useNow();
  const nameOf = useCategoryName();
  const current = status.filter((one) => !one.isEnded);
  const names = [...new Set(current.map(nameOf))].join(common.enumeration);
  // A roster tells months, not days.
  const month = (when: string) => formatDay(when.endsWith('-01') ? when.slice(0, 7) : when, language, new Date(0));
  return (
    <section className="household-part">
      <h2>{words.status}</h2>
      <p className="strong">{names ? words.statusNow(names) : words.statusNone}</p>
      <ul className="status-list">
        {groupStatus(status).map(({ one, people }) => (
          <li key={`${one.category}${people[0]}${one.from}${one.amount}`} className={one.isEnded ? 'faint' : undefined}>
            {[
              nameOf(one),
              one.code !== nameOf(one) && one.dataset === 'return-to-poverty' ? one.code : null,
              people.length > 0 ? words.andOthers(people) : null,
              one.until && one.isEnded
                ? words.span(month(one.from), formatDay(one.until, language, now))
                : words.since(month(one.from)),
              one.isEnded && !one.until ? words.ended : null,
              one.amount ? words.amount(formatYuan(one.amount)) : null,
            ]
              .filter(Boolean)
              .join(common.comma)}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What is alike but for the person is one line. */
function groupStatus(status: readonly Status[]): { one: Status; people: string[] }[] {
  const groups = new Map<string, { one: Status; people: string[] }>();
  for (const one of status) {
    const key = [one.category, one.from, one.until, one.amount, one.isEnded].join(' ');
    const group = groups.get(key) ?? { one, people: [] };
    if (one.person) group.people.push(one.person);
    groups.set(key, group);
  }
  return [...groups.values()];
}

export function FacesPart({ view }: { view: HouseholdView }) {
  const common = useWords(ui);
  const words = useWords(householdWords);
  const lines = view.faces.map((face) => {
    const people = face.people === null ? '' : common.people(face.people);
    if (face.kind === 'registered') return words.face.registered(people, face.place ?? view.place);
    if (face.kind === 'family') return words.face.family(people);
    return words.face[face.kind](face.place ?? '');
  });
  return (
    <section className="household-part">
      <h2 className={view.isUnlike ? 'is-unlike' : undefined}>{view.isUnlike ? words.unlike : words.faces}</h2>
      <p>
        {lines.join(common.semicolon)}
        {lines.length > 0 && common.stop}
        {view.isUnlike && words.dispatchByLived}
      </p>
      {!view.isUnlike && <p className="faint">{words.alike}</p>}
    </section>
  );
}

const FEW = 5;
const ALL = 200;

interface LooksPartProps {
  id: string;
  isAll: boolean;
  onAll: (isAll: boolean) => void;
}

export function LooksPart({ id, isAll, onAll }: LooksPartProps) {
  const words = useWords(householdWords);
  const log = useQuery(logQuery(id, isAll ? ALL : FEW));
  return (
    <section className="household-part">
      <h2>{words.looks}</h2>
      {log.isPending && <Skeleton lines={3} />}
      {log.isError && <Failed what={words.looks} error={log.error} onRetry={() => void log.refetch()} />}
      {log.data?.looks.length === 0 && <p className="faint">{words.looksNone}</p>}
      <ul className="looks">
        {log.data?.looks.map((look) => (
          <Look key={`${look.at}${look.actor}${look.action}${look.reason}`} look={look} />
        ))}
      </ul>
      {log.data && log.data.looksInAll > FEW && (
        <button type="button" className="link-button no-print" onClick={() => onAll(!isAll)}>
          {isAll ? words.looksFew : words.looksAll(log.data.looksInAll)}
        </button>
      )}
      {isAll && <p className="faint">{words.looksNote}</p>}
    </section>
  );
}

function Look({ look }: { look: Entry }) {
  const { language } = useLanguage();
  const common = useWords(ui);
  const words = useWords(householdWords);
  const now = useNow();
  const kind =
    look.action === 'person.reveal' ? 'reveal' : look.action === 'household.report' ? 'report' : ('read' as const);
  return (
    <li>
      <span className="look-at">{formatDayTime(look.at, language, now)}</span>
      <span>
        {look.actor}
        {look.office && <span className="faint"> {look.office}</span>}
        {common.comma}
        {words.lookKinds[kind]}
        {words.times(look.times)}
        {look.reason && <span className="look-reason">{words.reason(look.reason)}</span>}
      </span>
    </li>
  );
}
