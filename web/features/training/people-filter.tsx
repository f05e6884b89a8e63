// 句式筛选 of the people: whose area, which work, which scene, and who of them.
import { useQuery } from '@tanstack/react-query';
import type { SceneTitle } from '../../../server/training/model.ts';
import { areasQuery } from '../../api/areas.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { Picker } from '../../ui/picker.tsx';
import { type PeopleAsked, ROLES, STATES } from './queries.ts';
import { trainingWords } from './words.ts';

interface PeopleFilterProps {
  asked: PeopleAsked;
  /** The division that is shown whole where no narrower one is picked. */
  shown: { code: string; name: string };
  scenes: readonly SceneTitle[];
  counts: { done: number } | undefined;
  onArea: (area: string) => void;
  onChange: (values: Record<string, string | null>) => void;
}

export function PeopleFilter({ asked, shown, scenes, counts, onArea, onChange }: PeopleFilterProps) {
  const { language } = useLanguage();
  const words = useWords(trainingWords);
  const inner = useQuery(areasQuery(shown.code));
  const ofRole = scenes.filter((scene) => !asked.role || scene.roles.includes(asked.role));
  return (
    <div className="people-bar sentence-filter">
      <span>{words.look}</span>
      <Picker
        label={words.area}
        value={shown.code}
        choices={[
          { value: shown.code, name: words.whole(shown.name) },
          ...(inner.data ?? []).map((one) => ({ value: one.code, name: one.name })),
        ]}
        onPick={onArea}
      />
      <Picker
        label={words.columns.role}
        value={asked.role ?? ''}
        choices={[
          { value: '', name: words.allRoles },
          ...ROLES.map((role) => ({ value: role, name: words.roles[role] })),
        ]}
        onPick={(role) => onChange({ role, of: null })}
      />
      <span>{words.ofScene}</span>
      <Picker
        label={words.scene}
        value={asked.scene ?? ''}
        choices={[
          { value: '', name: words.allScenes },
          ...ofRole.map((scene) => ({ value: scene.id, name: scene.title[language] })),
        ]}
        onPick={(of) => onChange({ of })}
      />
      <Picker
        label={words.state}
        value={asked.state}
        choices={STATES.map((state) => ({ value: state, name: words.states[state] }))}
        onPick={(state) => onChange({ state: state === 'open' ? null : state })}
      />
      {counts && <span className="faint">{words.counts(counts.done)}</span>}
    </div>
  );
}
