// Who it was, in the list of what was written: for a household of one's own.
import { leadDraftOf } from '../../offline/lead.ts';
import type { Entry } from '../../offline/outbox.ts';
import { useWords } from '../../ui/language.tsx';
import { usePhone } from '../open-phone.tsx';
import { leadWords } from './lead-words.ts';

export function LeadRows({ entry }: { entry: Entry }) {
  const words = useWords(leadWords);
  const { phone } = usePhone();
  const lead = leadDraftOf(entry.body);
  if (!lead) return null;
  const village = phone.profile.areas?.find((one) => one.code === lead.areaCode)?.name ?? lead.areaCode;
  const rows: [string, string][] = [
    [words.rows.head, lead.head],
    [words.rows.village, village],
    [words.rows.people, String(lead.people ?? '')],
    [words.rows.phone, lead.phone],
    [words.rows.address, lead.address],
  ];
  return (
    <>
      {rows
        .filter(([, text]) => text !== '')
        .map(([label, text]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
    </>
  );
}
