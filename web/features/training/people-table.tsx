// Who of an area has passed which scene: a row a person, what is missing in words.
import { useInfiniteQuery } from '@tanstack/react-query';
import type { SceneTitle, Trainee } from '../../../server/training/model.ts';
import { formatDayTime } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { More } from '../../ui/more.tsx';
import { Empty, Failed, Skeleton } from '../../ui/states.tsx';
import { countPassed, missingScenes, progressOf } from './progress.ts';
import { type PeopleAsked, peopleQuery } from './queries.ts';
import { trainingWords } from './words.ts';

interface PeopleTableProps {
  asked: PeopleAsked;
  now: Date;
  /** Takes the filters off but the area. */
  onWiden: () => void;
}

export function PeopleTable({ asked, now, onWiden }: PeopleTableProps) {
  const words = useWords(trainingWords);
  const query = useInfiniteQuery(peopleQuery(asked));
  const first = query.data?.pages[0];
  const people = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (query.isPending) return <Skeleton lines={8} />;
  if (!first) return <Failed what={words.people} error={query.error} onRetry={() => void query.refetch()} />;
  if (people.length === 0)
    return (
      <Empty>
        <p>{asked.state === 'open' ? words.nobodyOpen : words.nobody}</p>
        {(asked.role || asked.scene || asked.state !== 'all') && (
          <button type="button" className="button" onClick={onWiden}>
            {words.widen}
          </button>
        )}
      </Empty>
    );
  return (
    <div className={query.isPlaceholderData ? 'refreshing' : ''}>
      <table className="people-table" aria-label={words.people}>
        <thead>
          <tr>
            {(['name', 'role', 'county', 'place'] as const).map((column) => (
              <th key={column} scope="col">
                {words.columns[column]}
              </th>
            ))}
            <th scope="col" className="number">
              {words.columns.passed}
            </th>
            <th scope="col">{words.columns.missing}</th>
          </tr>
        </thead>
        <tbody>
          {people.map((one) => (
            <Person key={one.id} person={one} scenes={first.scenes} now={now} />
          ))}
        </tbody>
      </table>
      <p className="people-note faint">{words.shown(people.length, first.total)}</p>
      {query.hasNextPage && (
        <div className="people-more no-print">
          <More of={query} />
        </div>
      )}
    </div>
  );
}

function Person({ person, scenes, now }: { person: Trainee; scenes: readonly SceneTitle[]; now: Date }) {
  const { language } = useLanguage();
  const words = useWords(trainingWords);
  const titleOf = (id: string) => scenes.find((scene) => scene.id === id)?.title[language] ?? id;
  const missing = missingScenes(person);
  const passed = person.scenes.filter((run) => run.passedAt !== null);
  const last = passed
    .map((run) => run.passedAt!)
    .sort()
    .at(-1);
  return (
    <tr>
      <th scope="row">{person.name}</th>
      <td>{words.roles[person.role]}</td>
      <td>{person.county}</td>
      <td>{person.place || '—'}</td>
      <td className="number">
        {countPassed(person.scenes)} / {person.scenes.length}
      </td>
      <td className="people-missing">
        {missing.length === 0
          ? last && words.allPassed(formatDayTime(last, language, now))
          : missing
              .map((run) => (progressOf(run) === 'running' ? words.isTrying(titleOf(run.scene)) : titleOf(run.scene)))
              .join(language === 'zh' ? '；' : '; ')}
      </td>
    </tr>
  );
}
