// Phones, a row each: whose, when it synced, what it has not sent, and what is wrong with it.
import type { PhoneRow } from '../../../server/phones/model.ts';
import { useNow } from '../../api/now.ts';
import { formatDayTime } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { TableHead } from '../../ui/table-head.tsx';
import { keyOf } from './queries.ts';
import { agoText, flagsOf, isFull, isSilent, sizeText } from './standing.ts';
import { phonesWords } from './words.ts';

interface PhoneTableProps {
  rows: readonly PhoneRow[];
  opened: string | null;
  days: number;
  onOpen: (key: string) => void;
}

export function PhoneTable({ rows, opened, days, onOpen }: PhoneTableProps) {
  const words = useWords(phonesWords);
  const { columns } = words;
  return (
    <table className="list-table" aria-label={words.list}>
      <TableHead heads={[columns.who, columns.sync, columns.unsent, columns.storage, columns.version, columns.state]} />
      <tbody>
        {rows.map((row) => {
          const key = keyOf(row);
          const isGone = row.phone?.ended ? ' is-gone' : '';
          return (
            // A click anywhere opens; the keyboard has the button in the first cell.
            <tr key={key} className={`is-link${key === opened ? ' is-open' : ''}${isGone}`} onClick={() => onOpen(key)}>
              <td>
                <button type="button" className="list-name" aria-pressed={key === opened}>
                  {row.user.name}
                </button>
                <span className="list-second">{row.places.map((place) => place.name).join(' ')}</span>
              </td>
              {row.phone ? (
                <PhoneCells phone={row.phone} inHand={row.inHand} days={days} />
              ) : (
                <>
                  <td className={row.inHand > 0 ? 'late' : 'faint'}>{words.none}</td>
                  <td>
                    <span className="faint">—</span>
                  </td>
                  <td />
                  <td />
                  <td>{row.inHand > 0 && words.inHand(row.inHand)}</td>
                </>
              )}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function PhoneCells({ phone, inHand, days }: { phone: NonNullable<PhoneRow['phone']>; inHand: number; days: number }) {
  const { language } = useLanguage();
  const words = useWords(phonesWords);
  const now = useNow();
  const { syncedAt, unsent, unsentSince, photos, stuck, storageUsed, storageQuota, version, isOld, ended } = phone;
  const flags = flagsOf(phone, { days, now, words });
  return (
    <>
      <td className={isSilent(phone, days, now) ? 'late' : ''}>
        {syncedAt ? agoText(syncedAt, now, words) : words.never}
        {syncedAt && <span className="list-second">{formatDayTime(syncedAt, language, now)}</span>}
      </td>
      <td>
        {unsent > 0 ? <b>{words.entries(unsent)}</b> : <span className="faint">{ended ? '—' : words.nothing}</span>}
        {unsentSince && <span className="list-second">{words.since(formatDayTime(unsentSince, language, now))}</span>}
        {photos > 0 && <span className="list-second">{words.photos(photos)}</span>}
        {stuck > 0 && <span className="list-second late">{words.stuck(stuck)}</span>}
      </td>
      <td className={isFull(phone) ? 'late' : ''}>
        {storageUsed !== null && storageQuota !== null ? words.free(sizeText(storageQuota - storageUsed)) : '—'}
      </td>
      <td>
        <span className={isOld ? 'strong' : 'faint'}>{isOld ? words.old : words.present}</span>
        <span className="list-second">{version}</span>
      </td>
      <td>
        {flags.map((flag) => (
          <span key={flag} className={ended ? 'list-second' : 'list-second late'}>
            {flag}
          </span>
        ))}
        {inHand > 0 && !ended && <span className="list-second">{words.inHand(inHand)}</span>}
      </td>
    </>
  );
}
