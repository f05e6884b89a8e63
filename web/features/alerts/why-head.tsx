// The why of one alert under its own heading: whose it is, which rule, and the way back to the list.
import { useQuery } from '@tanstack/react-query';
import { Beacon } from '../../ui/beacon.tsx';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { ui } from '../../ui/words.ts';
import { whyQuery } from './queries.ts';
import { WhyPanel } from './why-panel.tsx';
import { alertWords } from './words.ts';

export function WhyWithHead({ id, onClose }: { id: string; onClose: () => void }) {
  const { language } = useLanguage();
  const common = useWords(ui);
  const texts = useWords(alertWords);
  const { data } = useQuery(whyQuery(id));
  return (
    <>
      <header className="side-back">
        <button type="button" className="button" onClick={onClose}>
          ‹ {common.back} <span className="key">Esc</span>
        </button>
        <h2>
          {data && <Beacon severity={data.alert.severity} size={20} />}
          {data ? data.alert.rule[language] : texts.why}
        </h2>
      </header>
      {data && (
        <p className="why-whose">
          {data.alert.household && (
            <b>
              {data.alert.household.head ?? common.someone}　{common.people(data.alert.household.members)}
            </b>
          )}
          <span>{data.alert.place}</span>
        </p>
      )}
      <div className="map-side-body">
        <WhyPanel id={id} />
      </div>
    </>
  );
}
