// Registers the worker. A new version waits until nobody is writing: before the PIN it takes over and the page is loaded anew.
import { APP_VERSION } from './version.ts';

/** `mayTakeOver` is asked now, and again whenever `onChange` calls. */
export function registerWorker(mayTakeOver: () => boolean, onChange: (look: () => void) => void): void {
  if (!('serviceWorker' in navigator) || APP_VERSION === 'dev') return;
  const hadOne = navigator.serviceWorker.controller !== null;
  let isReloading = false;
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (!hadOne || isReloading || !mayTakeOver()) return;
    isReloading = true;
    location.reload();
  });
  void navigator.serviceWorker
    .register('/field/sw.js', { scope: '/field/' })
    .then((registration) => {
      const offer = () => {
        if (mayTakeOver()) registration.waiting?.postMessage('take-over');
      };
      offer();
      onChange(offer);
      registration.addEventListener('updatefound', () => {
        const { installing } = registration;
        installing?.addEventListener('statechange', () => installing.state === 'installed' && hadOne && offer());
      });
    })
    .catch(() => undefined); // without a worker the pages work, but only with a network
}
