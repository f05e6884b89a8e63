// The check report: first what for, then the sheet. Making one is a reading with a purpose, so nothing is fetched before it is asked.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { REPORT_PURPOSES } from '../../../server/household/model.ts';
import { reportQuery } from '../../features/household/queries.ts';
import { ReportSheet } from '../../features/household/report-sheet.tsx';
import { reportWords } from '../../features/household/report-words.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { useWords } from '../../ui/language.tsx';
import { usePageTitle } from '../../ui/page-title.ts';
import { Failed, Skeleton } from '../../ui/states.tsx';
import { ui } from '../../ui/words.ts';
import { useAddress } from './use-address.ts';
import '../../features/paper/paper.css';

export default function ReportPage() {
  const { id = '' } = useParams();
  const common = useWords(ui);
  const words = useWords(reportWords);
  const { search, change } = useAddress();
  const asked = REPORT_PURPOSES.find((one) => one === search.get('purpose'));
  const [purpose, setPurpose] = useState(asked ?? REPORT_PURPOSES[0]);
  const query = useQuery({ ...reportQuery(id, asked ?? purpose), enabled: asked !== undefined });
  const report = query.data;
  usePageTitle(report ? words.titleOf(report.head ?? common.someone) : words.what);
  return (
    <main className="paper-page">
      <div className="paper-bar no-print">
        <Link to={`/households/${id}`}>{words.back}</Link>
        {report && (
          <button type="button" className="button button-primary" onClick={() => print()}>
            {words.print}
          </button>
        )}
      </div>
      {!asked && (
        <section className="entry">
          <h1>{words.what}</h1>
          <p>{words.lead}</p>
          <fieldset>
            <legend>{words.purpose}</legend>
            <div className="entry-choices">
              {REPORT_PURPOSES.map((one) => (
                <label key={one}>
                  <input type="radio" name="purpose" checked={purpose === one} onChange={() => setPurpose(one)} />
                  {words.purposes[one]}
                </label>
              ))}
            </div>
          </fieldset>
          <div className="entry-end">
            <ActButton className="button button-primary" onClick={() => change({ purpose })}>
              {words.make}
            </ActButton>
          </div>
        </section>
      )}
      {asked && query.isPending && <Skeleton lines={16} />}
      {asked && query.isError && <Failed what={words.what} error={query.error} onRetry={() => void query.refetch()} />}
      {asked && report && <ReportSheet report={report} />}
    </main>
  );
}
