// A visit that the server did not take is opened again where it was written, and says why.
import { serviceNow } from '../../api/now.ts';
import type { Entry } from '../../offline/outbox.ts';
import { reopenVisit } from '../../offline/phone.ts';
import { goTo, pathOf } from '../address.tsx';
import { usePhone } from '../open-phone.tsx';

export function useCorrect(): (entry: Entry, notice: string | null, of?: { replace: boolean }) => Promise<void> {
  const { change } = usePhone();
  return async (entry, notice, of) => {
    if (await change((phone) => reopenVisit(phone, entry.id, notice ?? '', serviceNow())))
      goTo(pathOf('visit', entry.taskId), of);
  };
}
