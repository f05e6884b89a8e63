// The sources: their table, and beside it what is blind, the opened source with its deliveries, or the file being handed in.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { useNavigate, useParams } from 'react-router';
import type { IntakeView } from '../../../server/flow/ingest/model.ts';
import { useMe } from '../../api/session.ts';
import { BlindMatrix } from '../../features/sources/blind-matrix.tsx';
import { DropBox, RecentIntakes } from '../../features/sources/drop-box.tsx';
import { intakeWords } from '../../features/sources/intake-words.ts';
import { KeysPanel } from '../../features/sources/keys-panel.tsx';
import { filterSources, SHOWS } from '../../features/sources/periods.ts';
import { intakeQuery, sourcesQuery } from '../../features/sources/queries.ts';
import { rightsOf } from '../../features/sources/rights.ts';
import { SourceFilter } from '../../features/sources/source-filter.tsx';
import { SourceTable } from '../../features/sources/source-table.tsx';
import { useDrop } from '../../features/sources/use-drop.ts';
import { useUpload } from '../../features/sources/use-upload.ts';
import { sourceWords } from '../../features/sources/words.ts';
import { useKeys } from '../../ui/keys.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { usePageTitle } from '../../ui/page-title.ts';
import { PrintHead } from '../../ui/print-head.tsx';
import { Empty, Failed, Skeleton } from '../../ui/states.tsx';
import { useToast } from '../../ui/toast.tsx';
import { TopBarArea } from './shell.tsx';
import { SourcesSide } from './sources-side.tsx';
import { useAddress } from './use-address.ts';
import '../../features/sources/sources.css';
import '../../features/sources/intake.css';

const ACCEPTED = '.xlsx,.csv,.txt';

export default function SourcesPage() {
  const me = useMe();
  const rights = rightsOf(me);
  const client = useQueryClient();
  const { language } = useLanguage();
  const words = useWords(sourceWords);
  const intakeText = useWords(intakeWords);
  const say = useToast();
  usePageTitle(words.page);
  const navigate = useNavigate();
  const { dataset = null } = useParams();
  const { search, change } = useAddress();
  const input = useRef<HTMLInputElement>(null);
  const query = useQuery(sourcesQuery);
  const sources = query.data ?? [];
  const department = search.get('of') ?? '';
  const show = SHOWS.find((one) => one === search.get('show')) ?? 'all';
  const shown = filterSources(sources, { department, show });
  const intakeId = search.get('intake');

  /** Another thing at the right; the filter of the table stays. */
  const goTo = (to: { dataset?: string | null; batch?: number; intake?: string }) => {
    const next = new URLSearchParams(search);
    next.delete('batch');
    next.delete('intake');
    if (to.batch !== undefined) next.set('batch', String(to.batch));
    if (to.intake) next.set('intake', to.intake);
    const packed = next.toString();
    void navigate(`/sources${to.dataset ? `/${to.dataset}` : ''}${packed ? `?${packed}` : ''}`);
  };
  const goToIntake = (intake: IntakeView) => {
    client.setQueryData(intakeQuery(intake.id).queryKey, intake);
    void client.invalidateQueries({ queryKey: ['intakes', 'list'] });
    goTo({ dataset, intake: intake.id });
  };
  const upload = useUpload(goToIntake);
  const take = (files: File[]) => {
    const [file] = files;
    if (!file) return;
    if (files.length > 1) say(intakeText.oneOnly);
    void upload.send(file);
  };
  const isOver = useDrop(rights.canHandIn ? take : null);
  const choose = () => input.current?.click();
  const close = () => {
    upload.forget();
    if (upload.failure) return;
    goTo({ dataset: intakeId ? dataset : null });
  };
  useKeys({
    u: () => rights.canHandIn && choose(),
    escape: () => (intakeId || dataset || upload.failure) && close(),
  });

  const place = me.department
    ? (sources[0]?.departmentNames[language] ?? me.department)
    : (me.body?.name ?? me.areas[0]?.name);
  const isOpen = Boolean(dataset || intakeId || upload.sending || upload.failure);
  return (
    <>
      <TopBarArea>
        <b>{place}</b>
        <span className="faint"> / </span>
        {words.page}
      </TopBarArea>
      <main className={isOpen ? 'sources-page is-open' : 'sources-page'}>
        <h1 className="visually-hidden">{words.page}</h1>
        <PrintHead title={words.page} />
        <div className="sources-bar">
          {sources.length > 0 && (
            <SourceFilter
              sources={sources}
              department={department}
              show={show}
              onDepartment={(value) => change({ of: value }, { replace: true })}
              onShow={(value) => change({ show: value === 'all' ? null : value }, { replace: true })}
            />
          )}
          {rights.canHandIn && (
            <button type="button" className="button button-primary no-print" onClick={choose}>
              {intakeText.handIn} <span className="key">U</span>
            </button>
          )}
        </div>
        <div className="sources-main">
          {query.isPending && <Skeleton lines={12} />}
          {query.isError && !query.data && (
            <Failed what={words.list} error={query.error} onRetry={() => void query.refetch()} />
          )}
          {query.data && sources.length === 0 && <Empty>{words.none}</Empty>}
          {sources.length > 0 && shown.length === 0 && (
            <Empty>
              <p>{words.empty(words.shows[show])}</p>
              <button type="button" className="button" onClick={() => change({ of: null, show: null })}>
                {words.widen}
              </button>
            </Empty>
          )}
          {shown.length > 0 && (
            <SourceTable
              sources={shown}
              opened={dataset}
              isBrief={!rights.canReadBatches}
              onOpen={(one) => goTo({ dataset: one })}
            />
          )}
        </div>
        <aside className="sources-side">
          <SourcesSide
            sources={sources}
            isLoading={query.isPending}
            dataset={dataset}
            batch={Number(search.get('batch')) || null}
            intake={intakeId}
            rights={rights}
            upload={upload}
            top={rights.canHandIn && <DropBox onChoose={choose} />}
            bottom={
              <>
                {!me.department && <BlindMatrix />}
                {rights.canReadBatches && <RecentIntakes onOpen={(id) => goTo({ intake: id })} />}
                <KeysPanel me={me} sources={sources} />
              </>
            }
            onGoTo={goTo}
            onIntake={goToIntake}
            onChoose={choose}
            onClose={close}
          />
        </aside>
      </main>
      <input
        ref={input}
        type="file"
        accept={ACCEPTED}
        hidden
        aria-label={intakeText.choose}
        onChange={(event) => {
          take([...(event.target.files ?? [])]);
          event.target.value = ''; // the same file, corrected, must be taken again
        }}
      />
      {isOver && <div className="drop-cover">{intakeText.dropNow}</div>}
    </>
  );
}
