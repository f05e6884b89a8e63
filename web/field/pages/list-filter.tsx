// How one household is found among many, without a network: words, pickers behind a button, and what comes first.
import { useState } from 'react';
import type { Shown } from '../../offline/holdings.ts';
import { reasonsOf, villagesOf } from '../../offline/list.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { ui } from '../../ui/words.ts';
import { locate, useWhereabouts } from '../position.ts';
import { fieldWords } from '../words.ts';
import { listWords } from './list-words.ts';
import type { ListAsked } from './use-list-filter.ts';

export function ListFilterBar({ shown, asked }: { shown: readonly Shown[]; asked: ListAsked }) {
  const field = useWords(fieldWords);
  const words = useWords(listWords);
  const [isOpen, setIsOpen] = useState(asked.picked > 0);
  return (
    <form className="list-filter" aria-label={field.filters} onSubmit={(event) => event.preventDefault()}>
      <div className="list-filter-line">
        <input
          className="field"
          type="search"
          placeholder={field.search}
          aria-label={field.search}
          value={asked.text}
          onChange={(event) => asked.set('text', event.target.value)}
        />
        <button type="button" className="button" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {words.filterCount(asked.picked)}
        </button>
      </div>
      {isOpen && <Pickers shown={shown} asked={asked} />}
      <Order asked={asked} />
    </form>
  );
}

function Pickers({ shown, asked }: { shown: readonly Shown[]; asked: ListAsked }) {
  const { language } = useLanguage();
  const common = useWords(ui);
  const field = useWords(fieldWords);
  const words = useWords(listWords);
  const levels = (['red', 'orange', 'yellow', 'blue'] as const).map((level) => [level, common.severities[level]]);
  const pickers = [
    ['village', words.village, field.anyVillage, villagesOf(shown).map((village) => [village, village])],
    ['reason', words.reason, words.anyReason, reasonsOf(shown).map(({ ruleId, names }) => [ruleId, names[language]])],
    ['urgency', words.urgency, words.anyUrgency, [['urgent', words.today], ...levels]],
  ] as [keyof Pick<ListAsked, 'village' | 'reason' | 'urgency'>, string, string, [string, string][]][];
  return (
    <div className="list-pickers">
      {pickers.map(([name, label, any, choices]) => (
        <label key={name}>
          <span>{label}</span>
          <select value={asked[name]} onChange={(event) => asked.set(name, event.target.value)}>
            <option value="">{any}</option>
            {choices.map(([value, text]) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        </label>
      ))}
    </div>
  );
}

function Order({ asked }: { asked: ListAsked }) {
  const words = useWords(listWords);
  const { state, position } = useWhereabouts();
  const sortByDistance = () => {
    asked.sort(true);
    if (!position) locate();
  };
  const isStuck = asked.isByDistance && !position;
  return (
    <>
      <fieldset className="list-order" aria-label={words.order}>
        <button type="button" className="button" aria-pressed={!asked.isByDistance} onClick={() => asked.sort(false)}>
          {words.byUrgency}
        </button>
        <button type="button" className="button" aria-pressed={asked.isByDistance} onClick={sortByDistance}>
          {words.byDistance}
        </button>
      </fieldset>
      {isStuck && (
        <p className="list-place" role="status">
          {state === 'locating' ? words.locating : state === 'failed' ? words.notLocated : words.needsPlace}
          {state !== 'locating' && (
            <button type="button" className="link-button" onClick={locate}>
              {state === 'failed' ? words.locateAgain : words.locate}
            </button>
          )}
        </p>
      )}
    </>
  );
}
