// The visit, one question a page. Every answer is on the phone before the next is asked; the back key goes one question back.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, Navigate, useParams } from 'react-router';
import { outcomesQuery } from '../../api/outcomes.ts';
import { useMe } from '../../api/session.ts';
import { taskQuery } from '../../features/tasks/queries.ts';
import { type Draft, loadDraft } from '../../features/visits/draft.ts';
import type { Sent } from '../../features/visits/send.ts';
import { useDraft } from '../../features/visits/use-draft.ts';
import { visitWords } from '../../features/visits/words.ts';
import { useWords } from '../../ui/language.tsx';
import { Failed, Skeleton } from '../../ui/states.tsx';
import { Frame } from './frame.tsx';
import { VisitStep } from './visit-step.tsx';

export default function FieldVisitPage() {
  const { id = '' } = useParams();
  const me = useMe();
  const [first] = useState(() => loadDraft(me.id, id));
  if (!first) return <Navigate to={`/field/h/${id}`} replace />;
  return <Visit first={first} />;
}

function Visit({ first }: { first: Draft }) {
  const me = useMe();
  const words = useWords(visitWords);
  const step = Number(useParams().step) || 1;
  const outcomes = useQuery(outcomesQuery);
  const task = useQuery(taskQuery(first.taskId));
  const [sent, setSent] = useState<Sent | null>(null);
  const draftState = useDraft(me.id, first);
  if (sent === 'sent' || sent === 'waiting') return <Result sent={sent} />;
  if (!outcomes.data) {
    return (
      <Frame title={words.homeOf(first.household)} backTo={`/field/h/${first.taskId}`}>
        {outcomes.isError ? (
          <Failed what={words.questions.outcome} error={outcomes.error} onRetry={() => void outcomes.refetch()} />
        ) : (
          <Skeleton />
        )}
      </Frame>
    );
  }
  return (
    <VisitStep
      key={step}
      step={step}
      {...draftState}
      kind={task.data?.task.kind ?? 'help'}
      outcomes={outcomes.data}
      onSent={setSent}
    />
  );
}

function Result({ sent }: { sent: 'sent' | 'waiting' }) {
  const words = useWords(visitWords);
  return (
    <Frame
      title={sent === 'sent' ? words.sentNow : words.unsent}
      footer={
        <Link className="button button-primary" to="/field" replace>
          {words.backToList}
        </Link>
      }
    >
      <div className="sent-page" role="status">
        <p className="sent-mark" aria-hidden="true">
          {sent === 'sent' ? '✓' : '○'}
        </p>
        <h2>{sent === 'sent' ? words.sent : words.notSent}</h2>
        {sent === 'waiting' && <p>{words.notSentHint}</p>}
      </div>
    </Frame>
  );
}
