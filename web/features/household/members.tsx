// Who lives there: masked numbers, and 看全号 for those who may ask. Who left or died stands below.
import { useState } from 'react';
import type { HouseholdView, Member } from '../../../server/household/model.ts';
import { useNow } from '../../api/now.ts';
import { formatDay } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { useToast } from '../../ui/toast.tsx';
import { ui } from '../../ui/words.ts';
import { RevealDialog, type Wanted } from './reveal-dialog.tsx';
import { useReveal } from './use-reveal.ts';
import { householdWords } from './words.ts';

const keyOf = ({ personId, field }: Pick<Wanted, 'personId' | 'field'>) => `${personId}.${field}`;

export function Members({ view, mayReveal }: { view: HouseholdView; mayReveal: boolean }) {
  const words = useWords(householdWords);
  const say = useToast();
  const { shown, show, hide } = useReveal();
  const [wanted, setWanted] = useState<Wanted | null>(null);
  const isHere = (one: Member) => one.leftOn === null && one.diedOn === null;
  const row = (member: Member) => (
    <MemberRow
      key={member.personId}
      member={member}
      mayReveal={mayReveal}
      shown={(field) => (shown?.key === keyOf({ personId: member.personId, field }) ? shown : null)}
      onAsk={(field) => setWanted({ personId: member.personId, name: member.name, field })}
      onHide={hide}
    />
  );
  const gone = view.members.filter((one) => !isHere(one));
  return (
    <section className="household-part">
      <h2>{words.members}</h2>
      <ul>{view.members.filter(isHere).map(row)}</ul>
      {gone.length > 0 && (
        <>
          <h3 className="faint">{words.earlier}</h3>
          <ul className="is-gone">{gone.map(row)}</ul>
        </>
      )}
      {wanted && (
        <RevealDialog
          householdId={view.id}
          wanted={wanted}
          onClose={() => setWanted(null)}
          onShown={(value) => {
            show(keyOf(wanted), value);
            say(words.reveal.shown(wanted.name, words.fields[wanted.field]));
            setWanted(null);
          }}
        />
      )}
    </section>
  );
}

interface MemberRowProps {
  member: Member;
  mayReveal: boolean;
  shown: (field: Wanted['field']) => { value: string; left: number } | null;
  onAsk: (field: Wanted['field']) => void;
  onHide: () => void;
}

function MemberRow({ member, mayReveal, shown, onAsk, onHide }: MemberRowProps) {
  const { language } = useLanguage();
  const common = useWords(ui);
  const words = useWords(householdWords);
  const now = useNow();
  const day = (when: string) => formatDay(when, language, now);
  const notes = [
    member.joinedOn && words.joined(day(member.joinedOn)),
    member.leftOn && words.left(day(member.leftOn)),
    member.diedOn && words.died(day(member.diedOn)),
  ].filter(Boolean);
  const numbers = [
    { field: 'id' as const, masked: member.idMasked },
    { field: 'phone' as const, masked: member.phoneMasked },
  ].filter(({ masked }) => masked !== null);
  return (
    <li className="member">
      <p className="member-who">
        <b>{member.name}</b>
        <span className="member-relation">{member.isHead ? words.head : member.relation}</span>
        <span className="member-age">
          {words.sexes[member.sex ?? ''] ?? member.sex} {member.age !== null && words.age(member.age)}
        </span>
      </p>
      {numbers.length === 0 && <p className="faint">{words.noNumber}</p>}
      {numbers.map(({ field, masked }) => {
        const open = shown(field);
        return (
          <p key={field} className="member-number">
            <span className={open ? 'strong number-shown' : undefined}>{open?.value ?? masked}</span>
            {open ? (
              <button type="button" className="link-button" onClick={onHide} title={words.reveal.hide}>
                {words.reveal.left(open.left)}
              </button>
            ) : (
              mayReveal && (
                <button
                  type="button"
                  className="link-button no-print"
                  aria-label={words.showOf(member.name, words.fields[field])}
                  onClick={() => onAsk(field)}
                >
                  {words.show}
                </button>
              )
            )}
          </p>
        );
      })}
      {notes.length > 0 && <p className="faint">{notes.join(common.comma)}</p>}
    </li>
  );
}
