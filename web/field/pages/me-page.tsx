// Whose phone it is, how far it is with the server, and the ways out: locking keeps everything, signing out clears it.
import { lazy, Suspense, useEffect, useState } from 'react';
import { countUnfinished } from '../../offline/phone.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { formatDayTime } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { ui } from '../../ui/words.ts';
import { Frame } from '../frame.tsx';
import { LanguageButtons } from '../language-buttons.tsx';
import { usePhone } from '../open-phone.tsx';
import { useNow } from '../use-now.ts';
import { APP_VERSION } from '../version.ts';
import { fieldWords } from '../words.ts';
import { TypeSizeButtons } from './type-size-buttons.tsx';

const ContactPart = lazy(() => import('./contact-part.tsx'));
const MEGABYTE = 1024 ** 2;

export function MePage() {
  const { language } = useLanguage();
  const words = useWords(fieldWords);
  const now = useNow();
  const { phone, status, sync, keeper } = usePhone();
  const [isLeaving, setIsLeaving] = useState(false);
  const used = useStorage();
  const { name, syncedAt, isRehearsal } = phone.profile;
  return (
    <Frame title={words.tabs.me} tab="me">
      <section className="field-section">
        <h2>{name}</h2>
        <p>{syncedAt ? words.lastSync(formatDayTime(syncedAt, language, now)) : words.neverSynced}</p>
        <button type="button" className="button field-button wide" disabled={status.isRunning} onClick={sync}>
          {words.me.sync}
        </button>
      </section>
      <section className="field-section">
        <h2>{words.me.language}</h2>
        <LanguageButtons />
      </section>
      <TypeSizeButtons />
      <Suspense>
        <ContactPart />
      </Suspense>
      {isRehearsal && (
        <section className="field-section">
          <a className="phone-link" href="/field/training">
            {words.me.training}
            <span aria-hidden="true">›</span>
          </a>
        </section>
      )}
      <section className="field-section me-ways-out">
        <button type="button" className="button field-button wide" onClick={() => keeper.lock()}>
          {words.me.lock}
        </button>
        <button type="button" className="button field-button wide" onClick={() => setIsLeaving(true)}>
          {words.me.signOut}
        </button>
      </section>
      <p className="field-hint">
        {used !== null && words.me.storage(`${(used / MEGABYTE).toFixed(1)} MB`)}
        {words.gap}
        <span className="one-line">{words.me.version(APP_VERSION)}</span>
      </p>
      {isLeaving && <Leaving onStay={() => setIsLeaving(false)} />}
    </Frame>
  );
}

function Leaving({ onStay }: { onStay: () => void }) {
  const words = useWords(fieldWords);
  const common = useWords(ui);
  const { phone, keeper } = usePhone();
  const count = countUnfinished(phone);
  return (
    <Dialog title={words.me.signOutTitle} onClose={onStay}>
      <p className={count > 0 ? 'late' : ''}>{count > 0 ? words.me.signOutLoses(count) : words.me.signOutClean}</p>
      <div className="unsent-buttons">
        <button type="button" className="button field-button" onClick={() => void keeper.wipe()}>
          {count > 0 ? words.me.signOutAnyway : words.me.signOutNow}
        </button>
        <button type="button" className="button button-primary field-button" onClick={onStay}>
          {count > 0 ? words.me.stay : common.cancel}
        </button>
      </div>
    </Dialog>
  );
}

/** Bytes this app holds on the phone, where the browser tells. */
function useStorage(): number | null {
  const [used, setUsed] = useState<number | null>(null);
  useEffect(() => {
    void navigator.storage?.estimate?.().then(({ usage }) => setUsed(usage ?? null));
  }, []);
  return used;
}
