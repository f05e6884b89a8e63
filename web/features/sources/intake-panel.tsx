// One file from the drop to its result: whatever step it has reached, and the question it asks.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { IntakeView, SourceView } from '../../../server/flow/ingest/model.ts';
import { useNow } from '../../api/now.ts';
import { formatPercent } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { Failed, Skeleton, useProblemText } from '../../ui/states.tsx';
import { ui } from '../../ui/words.ts';
import { type Headings, stepOf } from './intake.ts';
import { Done, NothingTaken, Preview } from './intake-ends.tsx';
import { IntakeRunning } from './intake-running.tsx';
import { intakeWords } from './intake-words.ts';
import { LayoutTable } from './layout-table.tsx';
import { PeriodQuestion } from './period-question.tsx';
import { periodText } from './periods.ts';
import { Progress } from './progress.tsx';
import { handInKept, intakeQuery, keepLayout } from './queries.ts';
import type { Rights } from './rights.ts';
import { SideHead } from './side-head.tsx';
import type { Upload } from './use-upload.ts';
import { sourceWords } from './words.ts';

interface IntakePanelProps {
  id: string;
  sources: readonly SourceView[];
  rights: Rights;
  onGo: (intake: IntakeView) => void;
  onChoose: () => void;
  onOpenBatch: (dataset: string, id: number) => void;
  onClose: () => void;
}

/** While the bytes travel, or when they did not arrive. */
export function SendingPanel({ upload, onClose }: { upload: Upload; onClose: () => void }) {
  const common = useWords(ui);
  const words = useWords(intakeWords);
  const problemText = useProblemText();
  const { sending, failure } = upload;
  if (sending)
    return (
      <>
        <SideHead title={sending.name} onClose={upload.stop} />
        <section className="side-section intake-step">
          <h3 aria-live="polite">{sending.share < 1 ? words.sending(formatPercent(sending.share)) : words.sent}</h3>
          <Progress share={sending.share < 1 ? sending.share : null} name={words.one} />
          <p>{words.tryNote}</p>
          <p className="side-buttons">
            <button type="button" className="button" onClick={upload.stop}>
              {words.stopSending}
            </button>
          </p>
        </section>
      </>
    );
  if (!failure) return null;
  return (
    <>
      <SideHead title={failure.file.name} onClose={onClose} />
      <section className="side-section intake-step" role="alert">
        <h3>{words.notSent}</h3>
        <p className="notice">{problemText(failure.error)}</p>
        <p className="faint">{words.refused.nothing}</p>
        <p className="side-buttons">
          <button type="button" className="button" onClick={() => void upload.send(failure.file)}>
            {common.retry}
          </button>
        </p>
      </section>
    </>
  );
}

export function IntakePanel({ id, sources, rights, onGo, onChoose, onOpenBatch, onClose }: IntakePanelProps) {
  const { language } = useLanguage();
  const words = useWords(intakeWords);
  const { notDone } = useWords(sourceWords);
  const problemText = useProblemText();
  const now = useNow();
  const client = useQueryClient();
  const query = useQuery(intakeQuery(id));
  const batchId = query.data?.batch?.id;
  // A file that is in changes the table beside it; without a live connection nobody else would say so.
  useEffect(() => {
    if (batchId === undefined) return;
    for (const key of ['sources', 'batches']) void client.invalidateQueries({ queryKey: [key] });
  }, [batchId, client]);

  /** On with the kept file: tried again, or taken in. */
  const goOn = useMutation({
    mutationFn: (said: { period?: string; dryRun: boolean }) => handInKept(id, said),
    onSuccess: onGo,
  });
  const layout = useMutation({
    mutationFn: (chosen: { dataset: string; headings: Headings }) => keepLayout(id, chosen.dataset, chosen.headings),
    onSuccess: () => rights.canHandIn && goOn.mutate({ dryRun: true }),
  });
  if (query.isPending) return <Skeleton />;
  if (!query.data)
    return (
      <>
        <SideHead title={words.one} onClose={onClose} />
        <Failed what={words.one} error={query.error} onRetry={() => void query.refetch()} />
      </>
    );

  const intake = query.data;
  const step = stepOf(intake);
  const isForOthers = (step === 'period' && !rights.canHandIn) || (step === 'layout' && !rights.canMatchHeadings);
  const source = sources.find((one) => one.dataset === intake.dataset);
  const openBatch = (batch: number) => onOpenBatch(intake.batch?.dataset ?? intake.dataset ?? '', batch);
  const under = [intake.title?.[language], intake.period && periodText(intake.period, language, now)];
  const error = goOn.error ?? layout.error;
  return (
    <>
      <SideHead key={id} title={intake.fileName} under={under.filter(Boolean).join('　')} onClose={onClose} />
      <div className="side-body">
        {error && (
          <p className="notice side-section" role="alert">
            <b>{notDone}</b> {problemText(error)}
          </p>
        )}
        {step === 'running' && <IntakeRunning intake={intake} canCancel={rights.canCancel} />}
        {step === 'period' && rights.canHandIn && (
          <PeriodQuestion
            rhythm={source?.rhythm ?? 'monthly'}
            isSending={goOn.isPending}
            onAnswer={(period) => goOn.mutate({ period, dryRun: true })}
          />
        )}
        {step === 'layout' && rights.canMatchHeadings && (
          <LayoutTable
            proposals={intake.proposals}
            isSending={layout.isPending || goOn.isPending}
            onConfirm={(dataset, headings) => layout.mutate({ dataset, headings })}
          />
        )}
        {isForOthers && (
          <div className="side-section intake-step">
            {intake.reason && <p className="notice">{intake.reason[language]}</p>}
            <p>{words.waitsForDepartment}</p>
          </div>
        )}
        {step === 'preview' && (
          <Preview
            intake={intake}
            canHandIn={rights.canHandIn}
            isSending={goOn.isPending}
            onHandIn={() => goOn.mutate({ dryRun: false })}
            onChoose={onChoose}
            onOpenBatch={openBatch}
          />
        )}
        {step === 'done' && intake.batch && (
          <Done
            batch={intake.batch}
            mode={source?.mode ?? 'snapshot'}
            rights={rights}
            onChoose={onChoose}
            onOpenBatch={openBatch}
          />
        )}
        {(step === 'known' || step === 'refused' || step === 'cancelled' || step === 'broken-off') && (
          <NothingTaken
            intake={intake}
            canHandIn={rights.canHandIn}
            onAgain={() => goOn.mutate({ dryRun: true })}
            onChoose={onChoose}
            onOpenBatch={openBatch}
          />
        )}
      </div>
    </>
  );
}
