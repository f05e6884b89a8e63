// The rules: one sentence of how they stand, then each with what it raised and how often it was right.
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import type { RuleRow } from '../../../server/studio/model.ts';
import { useMe } from '../../api/session.ts';
import { arrangeRules } from '../../features/rules/list.ts';
import { CLASSES, figuresQuery, rulesQuery, SORTS, STATUSES } from '../../features/rules/queries.ts';
import { RuleTable } from '../../features/rules/rule-table.tsx';
import { ruleWords } from '../../features/rules/words.ts';
import { sourcesQuery } from '../../features/sources/queries.ts';
import { formatCount } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { usePageTitle } from '../../ui/page-title.ts';
import { Picker } from '../../ui/picker.tsx';
import { PrintHead } from '../../ui/print-head.tsx';
import { Empty, Failed, Skeleton } from '../../ui/states.tsx';
import { ui } from '../../ui/words.ts';
import { TopBarArea } from './shell.tsx';
import { useAddress } from './use-address.ts';
import '../../ui/list.css';
import '../../features/rules/rules.css';

export default function RulesPage() {
  const me = useMe();
  const navigate = useNavigate();
  const { language } = useLanguage();
  const common = useWords(ui);
  const words = useWords(ruleWords);
  const { search, change } = useAddress();
  usePageTitle(words.page);
  const query = useQuery(rulesQuery);
  const figures = useQuery(figuresQuery);
  const sources = useQuery({ ...sourcesQuery, enabled: me.actions.includes('source.read') });
  const wanted = {
    class: CLASSES.find((one) => one === search.get('class')) ?? '',
    status: STATUSES.find((one) => one === search.get('status')) ?? '',
    sort: SORTS.find((one) => one === search.get('sort')) ?? 'open',
  };
  const byRule = figures.data && new Map(figures.data.items.map((one) => [one.id, one]));
  const titles = new Map((sources.data ?? []).map((one) => [one.dataset, one.title[language]]));
  const rows = arrangeRules(query.data ?? [], byRule ?? new Map(), { ...wanted, language });
  return (
    <>
      <TopBarArea>
        <b>{me.body?.name ?? me.areas[0]?.name}</b>
        <span className="faint"> / </span>
        {words.page}
      </TopBarArea>
      <main className="rules-page">
        <h1 className="visually-hidden">{words.page}</h1>
        <PrintHead title={words.page} />
        <div className="list-bar">
          <div className="sentence-filter">
            <span>{words.lead}</span>
            <Picker
              label={words.class}
              value={wanted.class}
              choices={[
                { value: '', name: words.anyClass },
                ...CLASSES.map((value) => ({ value, name: common.classes[value] })),
              ]}
              onPick={(value) => change({ class: value }, { replace: true })}
            />
            <Picker
              label={words.status}
              value={wanted.status}
              choices={[
                { value: '', name: words.anyStatus },
                ...STATUSES.map((value) => ({ value, name: words.statuses[value] })),
              ]}
              onPick={(value) => change({ status: value }, { replace: true })}
            />
            <span>{words.by}</span>
            <Picker
              label={words.sort}
              value={wanted.sort}
              choices={SORTS.map((value) => ({ value, name: words.sorts[value] }))}
              onPick={(value) => change({ sort: value === 'open' ? null : value }, { replace: true })}
            />
          </div>
        </div>
        {query.data && <Sentence rows={query.data} />}
        {query.isPending && <Skeleton lines={12} />}
        {query.isError && !query.data && (
          <Failed what={words.list} error={query.error} onRetry={() => void query.refetch()} />
        )}
        {figures.isError && !figures.data && (
          <Failed what={words.columns.precision} error={figures.error} onRetry={() => void figures.refetch()} />
        )}
        {query.data && rows.length === 0 && (
          <Empty>
            <p>{words.empty}</p>
            <button type="button" className="button" onClick={() => change({ class: null, status: null })}>
              {words.widen}
            </button>
          </Empty>
        )}
        {rows.length > 0 && (
          <RuleTable
            rows={rows}
            figures={byRule}
            sources={titles}
            onOpen={(id) => void navigate(`/rules/${encodeURIComponent(id)}`)}
          />
        )}
      </main>
    </>
  );
}

/** How the rules stand, in one sentence. */
function Sentence({ rows }: { rows: readonly RuleRow[] }) {
  const { sentence } = useWords(ruleWords);
  const inForce = rows.filter((row) => row.status === 'published');
  const open = inForce.reduce((sum, row) => sum + (row.about === 'source' ? 0 : row.openAlerts), 0);
  const blind = inForce.filter((row) => row.blind.length > 0).length;
  const faults = inForce.filter((row) => row.faults.length > 0).length;
  const parts = [sentence.rules(inForce.length), sentence.open(formatCount(open))];
  return (
    <p className="list-sentence">
      {parts.join(sentence.comma)}
      {blind > 0 && sentence.comma}
      {blind > 0 && <b>{sentence.blind(blind)}</b>}
      {faults > 0 && sentence.comma}
      {faults > 0 && <span className="late">{sentence.faults(faults)}</span>}
      {sentence.stop}
    </p>
  );
}
