// One's own scenes, on the desk and on the phone: one is open at a time.
import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { useNow } from '../../api/now.ts';
import { useWords } from '../../ui/language.tsx';
import { Empty, Failed, Skeleton } from '../../ui/states.tsx';
import { countPassed, firstOpenScene } from './progress.ts';
import { cardsQuery } from './queries.ts';
import { SceneCard } from './scene-card.tsx';
import { trainingWords } from './words.ts';
import './training.css';

interface SceneListProps {
  /** The scene that the address names; `none`: all are closed; null: the one to go on with. */
  scene: string | null;
  onScene: (scene: string) => void;
}

export function SceneList({ scene, onScene }: SceneListProps) {
  const words = useWords(trainingWords);
  const now = useNow();
  const query = useQuery(cardsQuery);
  const first = useRef<string>(undefined);
  if (query.isPending) return <Skeleton lines={8} />;
  if (!query.data) return <Failed what={words.cards} error={query.error} onRetry={() => void query.refetch()} />;
  const cards = query.data.items;
  if (cards.length === 0) return <Empty>{words.noCards}</Empty>;
  // Chosen once: a card that is passed must not close over its own result.
  first.current ??= firstOpenScene(cards);
  const open = scene ?? first.current;
  return (
    <>
      <p className="training-lead">{words.lead(countPassed(cards), cards.length)}</p>
      <ul className="scenes">
        {cards.map((card) => (
          <SceneCard
            key={card.id}
            card={card}
            isOpen={card.id === open}
            now={now}
            onToggle={() => onScene(card.id === open ? 'none' : card.id)}
          />
        ))}
      </ul>
    </>
  );
}
