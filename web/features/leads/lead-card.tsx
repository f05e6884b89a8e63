// What somebody told of a household, in the panel of its task; where no registry knows it, the ways to find which it is.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Fragment, useState } from 'react';
import type { TaskDetail } from '../../../server/flow/tasks/model.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { formatDay, formatDayTime } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { useProblemText } from '../../ui/states.tsx';
import { useToast } from '../../ui/toast.tsx';
import { LinkDialog } from './link-dialog.tsx';
import { afterLead, registerLead } from './queries.ts';
import { leadWords } from './words.ts';
import './leads.css';

type Lead = TaskDetail['leads'][number];

export function LeadCard({ lead, now, mayLink }: { lead: Lead; now: Date; mayLink: boolean }) {
  const { language } = useLanguage();
  const words = useWords(leadWords);
  const problemText = useProblemText();
  const say = useToast();
  const client = useQueryClient();
  const [isLinking, setIsLinking] = useState(false);
  const registering = useMutation({
    mutationFn: () => registerLead(lead.id),
    onSuccess: async () => {
      say(words.registering);
      await afterLead(client);
    },
  });
  const rows: [string, string | null][] = [
    [words.head, lead.head],
    [words.people, lead.people === null ? null : String(lead.people)],
    [words.phone, lead.phone],
    [words.address, lead.address],
    [words.idNumber, lead.idMasked],
  ];
  return (
    <section className="panel-section lead-card">
      <p className="strong">{words.channels[lead.channel]}</p>
      <p className="faint">{words.by(lead.by ?? words.someone, formatDayTime(lead.receivedAt, language, now))}</p>
      <p className="lead-summary">{lead.summary}</p>
      <dl className="visit-facts">
        {rows.map(([name, text]) =>
          text ? (
            <Fragment key={name}>
              <dt>{name}</dt>
              <dd>{text}</dd>
            </Fragment>
          ) : null,
        )}
      </dl>
      <p className={lead.isKnown ? 'faint' : 'strong'}>{lead.isKnown ? words.known : words.unknown}</p>
      {lead.registerAt && <p>{words.registered(formatDay(lead.registerAt, language, now))}</p>}
      {mayLink && !lead.isKnown && (
        <p className="lead-acts">
          <button type="button" className="button" onClick={() => setIsLinking(true)}>
            {words.link}
          </button>
          {!lead.registerAt && (
            <ActButton className="button" disabled={registering.isPending} onClick={() => registering.mutate()}>
              {words.register}
            </ActButton>
          )}
        </p>
      )}
      {registering.isError && <p role="alert">{problemText(registering.error)}</p>}
      {isLinking && <LinkDialog lead={lead} onClose={() => setIsLinking(false)} />}
    </section>
  );
}
