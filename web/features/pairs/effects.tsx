// What each open decision would change, tried out by the server and rolled back.
import { useQuery } from '@tanstack/react-query';
import type { PairDetail, PairEffects } from '../../../server/flow/match/model.ts';
import { formatCount } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { Failed } from '../../ui/states.tsx';
import { ui } from '../../ui/words.ts';
import { effectsQuery, type Keeps } from './queries.ts';
import { pairWords } from './words.ts';

function Changes({ title, changes }: { title: string; changes: PairEffects['begins'] }) {
  const { language } = useLanguage();
  const common = useWords(ui);
  if (changes.length === 0) return null;
  return (
    <p>
      {title}
      {common.colon}
      {changes.map((one, index) => (
        <b key={one.ruleId}>
          {index > 0 && (language === 'zh' ? '、' : ', ')}
          {one.names[language]}
          {one.count > 1 && ` ×${one.count}`}
        </b>
      ))}
    </p>
  );
}

function halfOf(text: string, language: 'zh' | 'en'): string {
  const halves = text.split(' / ');
  return halves[language === 'zh' ? 0 : halves.length - 1] ?? text;
}

export function Effects({ detail, keeps }: { detail: PairDetail; keeps: Keeps }) {
  const { language } = useLanguage();
  const words = useWords(pairWords);
  const query = useQuery(effectsQuery(detail.pair, keeps));
  const { kind } = detail.pair;
  return (
    <section className="pair-effects" aria-label={words.effects}>
      <h4>{words.effects}</h4>
      {query.isPending && <p role="status">{words.effectsWorking}</p>}
      {query.isError && <Failed what={words.effects} error={query.error} onRetry={() => void query.refetch()} />}
      <div className="pair-effect-columns">
        {query.data?.map((one) => (
          <div key={one.verb} className="pair-effect">
            <p className="strong">{one.verb === 'undo' ? words.verbs.undo : words.verbsOf[kind][one.verb]}</p>
            {one.refused !== null ? (
              <p className="late">{halfOf(one.refused, language)}</p>
            ) : (
              <>
                <p>{one.verb === 'undo' ? words.undoes : words.means[kind][one.verb]}</p>
                <p className="faint">
                  {one.households.length > 0 ? words.households(one.households.join(', ')) : words.noHouseholds}
                </p>
                {one.facts.come + one.facts.go > 0 && (
                  <p className="faint">{words.facts(formatCount(one.facts.come), formatCount(one.facts.go))}</p>
                )}
                <Changes title={words.begins} changes={one.begins} />
                <Changes title={words.ends} changes={one.ends} />
                {one.households.length > 0 && one.begins.length + one.ends.length === 0 && (
                  <p className="faint">{words.nothing}</p>
                )}
              </>
            )}
          </div>
        ))}
      </div>
    </section>
  );
}
