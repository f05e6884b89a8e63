// While the server reads and works out: what it is doing, how far, and a way to stop it.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { IntakeView } from '../../../server/flow/ingest/model.ts';
import { formatCount } from '../../ui/format.ts';
import { useWords } from '../../ui/language.tsx';
import { useProblemText } from '../../ui/states.tsx';
import { shareRead, sizeText } from './intake.ts';
import { intakeWords } from './intake-words.ts';
import { Progress } from './progress.tsx';
import { cancelIntake } from './queries.ts';
import { sourceWords } from './words.ts';

export function IntakeRunning({ intake, canCancel }: { intake: IntakeView; canCancel: boolean }) {
  const client = useQueryClient();
  const words = useWords(intakeWords);
  const { notDone } = useWords(sourceWords);
  const problemText = useProblemText();
  const stop = useMutation({
    mutationFn: () => cancelIntake(intake.id),
    onSettled: () => client.invalidateQueries({ queryKey: ['intakes'] }),
  });
  const { state, isDryRun, rowsRead, bytesRead, bytesTotal } = intake;
  const doing = state === 'settling' && !isDryRun ? words.settlingIn : words.states[state];
  return (
    <section className="side-section intake-step">
      <h3 aria-live="polite">{doing}</h3>
      <Progress share={shareRead(intake)} name={doing} />
      <p className="faint">
        {rowsRead > 0 && `${words.rowsRead(formatCount(rowsRead))}　`}
        {state === 'reading' && bytesTotal !== null && words.bytesRead(sizeText(bytesRead), sizeText(bytesTotal))}
      </p>
      <p>{isDryRun ? words.tryNote : words.realNote}</p>
      {stop.isError && (
        <p className="notice" role="alert">
          <b>{notDone}</b> {problemText(stop.error)}
        </p>
      )}
      {canCancel && (
        <p className="side-buttons">
          <button type="button" className="button" disabled={stop.isPending} onClick={() => stop.mutate()}>
            {stop.isPending ? words.stopping : words.stop}
          </button>
        </p>
      )}
    </section>
  );
}
