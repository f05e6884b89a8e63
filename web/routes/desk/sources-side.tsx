// Which of its contents stands at the right of the sources: a file on its way in, an opened source, or what is blind.
import type { ReactNode } from 'react';
import type { IntakeView, SourceView } from '../../../server/flow/ingest/model.ts';
import { ApiError } from '../../api/problem.ts';
import { BatchDetail } from '../../features/sources/batch-detail.tsx';
import { BatchList } from '../../features/sources/batch-list.tsx';
import { BlindSummary } from '../../features/sources/blind-summary.tsx';
import { IntakePanel, SendingPanel } from '../../features/sources/intake-panel.tsx';
import type { Rights } from '../../features/sources/rights.ts';
import { SideHead } from '../../features/sources/side-head.tsx';
import { SourcePanel } from '../../features/sources/source-panel.tsx';
import type { Upload } from '../../features/sources/use-upload.ts';
import { sourceWords } from '../../features/sources/words.ts';
import { useWords } from '../../ui/language.tsx';
import { Failed, Skeleton } from '../../ui/states.tsx';

interface SourcesSideProps {
  sources: readonly SourceView[];
  isLoading: boolean;
  dataset: string | null;
  batch: number | null;
  intake: string | null;
  rights: Rights;
  upload: Upload;
  /** Above and below the summary: where to hand in, and what was handed in lately. */
  top: ReactNode;
  bottom: ReactNode;
  onGoTo: (to: { dataset?: string | null; batch?: number; intake?: string }) => void;
  onIntake: (intake: IntakeView) => void;
  onChoose: () => void;
  onClose: () => void;
}

export function SourcesSide(props: SourcesSideProps) {
  const { sources, isLoading, dataset, batch, intake, rights, upload, onGoTo, onClose } = props;
  const words = useWords(sourceWords);
  if (upload.sending || upload.failure) return <SendingPanel upload={upload} onClose={onClose} />;
  if (intake)
    return (
      <IntakePanel
        key={intake}
        id={intake}
        sources={sources}
        rights={rights}
        onGo={props.onIntake}
        onChoose={props.onChoose}
        onOpenBatch={(of, id) => onGoTo({ dataset: of, batch: id })}
        onClose={onClose}
      />
    );
  if (isLoading) return <Skeleton lines={8} />;
  if (!dataset)
    return (
      <>
        {props.top}
        {sources.length > 0 && <BlindSummary sources={sources} onOpen={(one) => onGoTo({ dataset: one })} />}
        {props.bottom}
      </>
    );
  const source = sources.find((one) => one.dataset === dataset);
  if (!source)
    return (
      <>
        <SideHead title={words.one} onClose={onClose} />
        <Failed what={words.one} error={new ApiError(404, 'not-found', '')} />
      </>
    );
  return (
    <SourcePanel key={dataset} source={source} rights={rights} isBrief={batch !== null} onClose={onClose}>
      {!rights.canReadBatches ? null : batch === null ? (
        <BatchList dataset={dataset} onOpen={(id) => onGoTo({ dataset, batch: id })} />
      ) : (
        <BatchDetail
          key={batch}
          id={batch}
          rights={rights}
          onBack={() => onGoTo({ dataset })}
          onOpen={(id) => onGoTo({ dataset, batch: id })}
        />
      )}
    </SourcePanel>
  );
}
