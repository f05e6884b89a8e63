// One scene: its story, what to do, why it matters; beginning it, and what a check found, point by point.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { SceneCard as Card, SceneChecked } from '../../../server/training/model.ts';
import { formatDayTime } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { useProblemText } from '../../ui/states.tsx';
import { progressOf } from './progress.ts';
import { checkScene, startScene } from './queries.ts';
import { trainingWords } from './words.ts';

interface SceneCardProps {
  card: Card;
  isOpen: boolean;
  now: Date;
  onToggle: () => void;
}

export function SceneCard({ card, isOpen, now, onToggle }: SceneCardProps) {
  const { language } = useLanguage();
  const words = useWords(trainingWords);
  const progress = progressOf(card);
  return (
    <li className={`scene is-${progress}`}>
      <h2>
        <button type="button" className="scene-head" aria-expanded={isOpen} onClick={onToggle}>
          <span className="scene-mark" aria-hidden="true">
            {progress === 'passed' ? '✓' : ''}
          </span>
          <span className="scene-title">{card.title[language]}</span>
          <span className="scene-state">
            {card.passedAt
              ? words.passedOn(formatDayTime(card.passedAt, language, now), card.attempts)
              : words.progress[progress]}
          </span>
        </button>
      </h2>
      {isOpen && <SceneBody card={card} now={now} />}
    </li>
  );
}

function SceneBody({ card, now }: Pick<SceneCardProps, 'card' | 'now'>) {
  const { language } = useLanguage();
  const words = useWords(trainingWords);
  const problemText = useProblemText();
  const client = useQueryClient();
  const refresh = () => void client.invalidateQueries({ queryKey: ['training'] });
  const check = useMutation({ mutationFn: () => checkScene(card.id), onSuccess: refresh });
  const start = useMutation({
    mutationFn: () => startScene(card.id),
    onSuccess: () => {
      check.reset();
      refresh();
      // What was read before does not count, so it must be fetched again and not come from memory.
      for (const key of ['tasks', 'alerts', 'pairs']) client.removeQueries({ queryKey: [key] });
    },
  });
  const error = start.error ?? check.error;
  const isBusy = start.isPending || check.isPending;
  return (
    <div className="scene-body">
      <p className="scene-story">{card.story[language]}</p>
      <h3>{words.steps}</h3>
      <ol className="scene-steps">
        {card.steps.map((step) => (
          <li key={step.en}>{step[language]}</li>
        ))}
      </ol>
      <h3>{words.why}</h3>
      <p>{card.why[language]}</p>
      <h3>{words.points}</h3>
      <Points card={card} checked={check.data} />
      <div className="scene-acts">
        {card.startedAt === null ? (
          <button type="button" className="button button-primary" disabled={isBusy} onClick={() => start.mutate()}>
            {words.start}
          </button>
        ) : (
          <>
            <Link className="button" to={card.page}>
              {words.go}
            </Link>
            <button type="button" className="button button-primary" disabled={isBusy} onClick={() => check.mutate()}>
              {check.isPending ? words.checking : words.check}
            </button>
            <button type="button" className="link-button" disabled={isBusy} onClick={() => start.mutate()}>
              {words.again}
            </button>
          </>
        )}
      </div>
      <p className={error ? 'late' : 'faint'} role="status">
        {error && problemText(error)}
        {!error && check.data && <Result checked={check.data} />}
        {!error && !check.data && card.startedAt && words.begunAt(formatDayTime(card.startedAt, language, now))}
      </p>
    </div>
  );
}

function Result({ checked }: { checked: SceneChecked }) {
  const words = useWords(trainingWords);
  if (checked.isDone) return <b className="scene-done">{words.done}</b>;
  return <>{words.notYet(checked.points.filter(Boolean).length, checked.points.length)}</>;
}

function Points({ card, checked }: { card: Card; checked: SceneChecked | undefined }) {
  const { language } = useLanguage();
  const words = useWords(trainingWords);
  return (
    <ul className="scene-points">
      {card.points.map((point, index) => {
        const isDone = checked?.points[index];
        return (
          <li key={point.says.en} className={checked ? (isDone ? 'is-done' : 'is-missing') : ''}>
            <span className="scene-mark" aria-hidden="true">
              {checked ? (isDone ? '✓' : '✕') : ''}
            </span>
            <span>
              {point.says[language]}
              {checked && <span className="visually-hidden">{isDone ? words.pointDone : words.pointMissing}</span>}
              {checked && !isDone && <span className="scene-hint">{point.hint[language]}</span>}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
