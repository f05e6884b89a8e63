// Takes the last dispatch back, and says of what could not be taken back why.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { UndoResult } from '../../../server/flow/tasks/desk/model.ts';
import { useWords } from '../../ui/language.tsx';
import { useProblemText } from '../../ui/states.tsx';
import { useToast } from '../../ui/toast.tsx';
import { type Dispatched, forgetDispatch, forgetOwn } from './acts.ts';
import { deskWords } from './desk-words.ts';
import { undoMany } from './queries.ts';

export function useUndo() {
  const words = useWords(deskWords);
  const problemText = useProblemText();
  const client = useQueryClient();
  const say = useToast();
  const told = (items: readonly UndoResult[]) => {
    const count = (outcome: UndoResult['outcome']) => items.filter((item) => item.outcome === outcome).length;
    const kept = (Object.keys(words.notUndone) as (keyof typeof words.notUndone)[])
      .filter((outcome) => count(outcome) > 0)
      .map((outcome) => words.notUndone[outcome](count(outcome)));
    return [count('undone') > 0 && words.undone(count('undone')), ...kept].filter(Boolean).join(' ');
  };
  return useMutation({
    mutationFn: (act: Dispatched) => undoMany(act.tasks),
    onSuccess: async (items) => {
      forgetDispatch();
      forgetOwn(items.map((item) => item.id));
      say(told(items));
      await Promise.all([
        client.invalidateQueries({ queryKey: ['tasks'] }),
        client.invalidateQueries({ queryKey: ['map'] }),
      ]);
    },
    onError: (error) => say(problemText(error)),
  });
}
