// 句式筛选 of the sources: whose, and in which condition.
import type { SourceView } from '../../../server/flow/ingest/model.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { Picker } from '../../ui/picker.tsx';
import { SHOWS, type Show } from './periods.ts';
import { sourceWords } from './words.ts';

interface SourceFilterProps {
  sources: readonly SourceView[];
  department: string;
  show: Show;
  onDepartment: (department: string) => void;
  onShow: (show: string) => void;
}

export function SourceFilter({ sources, department, show, onDepartment, onShow }: SourceFilterProps) {
  const { language } = useLanguage();
  const words = useWords(sourceWords);
  const names = new Map(sources.map((source) => [source.department, source.departmentNames[language]]));
  return (
    <div className="sentence-filter">
      <span>{words.lead}</span>
      {names.size === 1 ? (
        <b>{[...names.values()][0]}</b>
      ) : (
        <Picker
          label={words.department}
          value={department}
          choices={[
            { value: '', name: words.departments(sources.length) },
            ...[...names].map(([value, name]) => ({ value, name })),
          ]}
          onPick={onDepartment}
        />
      )}
      <span>{words.of}</span>
      <Picker
        label={words.show}
        value={show}
        choices={SHOWS.map((value) => ({ value, name: words.shows[value] }))}
        onPick={onShow}
      />
    </div>
  );
}
