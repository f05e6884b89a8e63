// Rules against places: a dot sees, a hatch does not. A late source blinds a rule everywhere, a missing local standard in its counties.
import { useQuery } from '@tanstack/react-query';
import type { BlindMap } from '../../../server/insight/rules/model.ts';
import { Blind } from '../../ui/blind.tsx';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { Failed, Skeleton } from '../../ui/states.tsx';
import { shortPlace } from './periods.ts';
import { blindMapQuery } from './queries.ts';
import { sourceWords } from './words.ts';

export function BlindMatrix() {
  const { language } = useLanguage();
  const { matrix } = useWords(sourceWords);
  const query = useQuery(blindMapQuery);
  if (query.isPending) return <Skeleton lines={8} />;
  if (!query.data) return <Failed what={matrix.title} error={query.error} onRetry={() => void query.refetch()} />;
  const { areas, rules } = query.data;
  if (areas.length === 0) return null;
  return (
    <section className="side-section">
      <table className="blind-matrix" aria-label={matrix.title}>
        <thead>
          <tr>
            <th scope="col">{matrix.rule}</th>
            {areas.map(({ code, name }) => (
              <th key={code} scope="col" title={name}>
                {shortPlace(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rules.map((rule) => (
            <tr key={rule.id}>
              <th scope="row" title={rule.names[language]}>
                {rule.names[language]}
              </th>
              {areas.map((area, index) => (
                <Cell key={area.code} rule={rule} area={area} missing={rule.missing[index] ?? 0} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface CellProps {
  rule: BlindMap['rules'][number];
  area: BlindMap['areas'][number];
  /** Counties of the area without a standard that the rule needs. */
  missing: number;
}

function Cell({ rule, area, missing }: CellProps) {
  const { language } = useLanguage();
  const { matrix } = useWords(sourceWords);
  const late = rule.because.map((one) => one.title[language]).join(language === 'zh' ? '、' : ', ');
  const says = late ? matrix.late(late) : missing > 0 ? matrix.missing(missing, area.counties) : matrix.sees;
  const isBlind = late !== '' || missing > 0;
  return (
    <td title={says}>
      {isBlind ? <Blind width={late ? 26 : 13} height={16} /> : <span className="seen-dot" aria-hidden="true" />}
      <span className="visually-hidden">{says}</span>
    </td>
  );
}
