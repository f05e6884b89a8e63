// The coordinator's way to their cards, below the list of households: only where there is something to practise on.
import { Link } from 'react-router';
import { useMe } from '../../api/session.ts';
import { useWords } from '../../ui/language.tsx';
import { trainingWords } from './words.ts';
import './training.css';

export function TrainingLink() {
  const me = useMe();
  const words = useWords(trainingWords);
  if (!me.isRehearsal || !me.actions.includes('training.start')) return null;
  return (
    <Link className="training-link" to="/field/training">
      {words.link} <span aria-hidden="true">›</span>
    </Link>
  );
}
