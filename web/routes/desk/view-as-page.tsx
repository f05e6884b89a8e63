// 代看: what a coordinator's phone shows, for whoever helps them; asked for with a reason each time, and only to read.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { viewAs } from '../../features/phones/queries.ts';
import { SeenList } from '../../features/phones/seen-list.tsx';
import { phonesWords } from '../../features/phones/words.ts';
import { useWords } from '../../ui/language.tsx';
import { usePageTitle } from '../../ui/page-title.ts';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import { Failed, Skeleton } from '../../ui/states.tsx';
import { HomeArea } from './home-area.tsx';
import '../../ui/list.css';

export default function ViewAsPage() {
  const { id = '' } = useParams();
  const { as } = useWords(phonesWords);
  const go = useNavigate();
  usePageTitle(as.page);
  const [reason, setReason] = useState('');
  const asking = useMutation({
    mutationFn: (why: string) => viewAs(id, why),
    onSuccess: (_, why) => setReason(why),
  });
  const seen = asking.data;
  return (
    <>
      <HomeArea />
      <main className={seen ? 'list-page has-side' : 'list-page'}>
        <div className="list-bar">
          <h1>{seen ? as.title(seen.user.name) : as.page}</h1>
          <div className="list-acts no-print">
            {seen && (
              <button
                type="button"
                className="button"
                disabled={asking.isPending}
                onClick={() => asking.mutate(reason)}
              >
                {as.again}
              </button>
            )}
            <Link className="button button-primary" to="/phones">
              {seen ? as.leave : as.back}
            </Link>
          </div>
          {seen && (
            <p className="note-line is-urgent view-as-banner" role="status">
              {as.banner(seen.user.name, reason)}
            </p>
          )}
        </div>
        {seen && <SeenList seen={seen} />}
        {!seen && (
          <div className="list-main">
            {asking.isPending && <Skeleton lines={8} />}
            {asking.isError && <Failed what={as.what} error={asking.error} onRetry={() => asking.reset()} />}
          </div>
        )}
      </main>
      {asking.isIdle && (
        <ReasonDialog
          title={as.ask}
          hint={as.hint}
          send={as.send}
          onSend={(why) => asking.mutate(why)}
          onClose={() => go('/phones')}
        />
      )}
    </>
  );
}
