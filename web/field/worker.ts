// Opens the phone's pages without a network: one version's files, fetched whole before it takes over. The API never passes through it.

declare const __FILES__: readonly string[];
declare const __VERSION__: string;

interface Extendable extends Event {
  waitUntil(promise: Promise<unknown>): void;
}
interface Fetching extends Extendable {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Worker {
  addEventListener(type: 'install' | 'activate', listener: (event: Extendable) => void): void;
  addEventListener(type: 'fetch', listener: (event: Fetching) => void): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
}

const worker = self as unknown as Worker;
const PREFIX = 'shouwang-field-';
const CACHE = PREFIX + __VERSION__;
const PAGE = '/field/';
const ASSETS = '/assets/';

worker.addEventListener('install', (event) => {
  // Past the browser's own cache, so that one version is of one piece; but for those that are named by what is in them, of which the page
  // that is open has just fetched half.
  const files = __FILES__.map((file) => (file.indexOf(ASSETS) === 0 ? file : new Request(file, { cache: 'reload' })));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(files)));
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => names.filter((name) => name.indexOf(PREFIX) === 0 && name !== CACHE))
      .then((old) => Promise.all(old.map((name) => caches.delete(name))))
      .then(() => worker.clients.claim()),
  );
});

worker.addEventListener('message', (event) => {
  if (event.data === 'take-over') void worker.skipWaiting();
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  const isPage = request.mode === 'navigate' && url.pathname.indexOf(PAGE) === 0 && url.pathname !== '/field/training';
  const file = isPage ? PAGE : url.pathname;
  if (__FILES__.indexOf(file) === -1) return; // the API above all
  event.respondWith(
    caches
      .open(CACHE)
      .then((cache) => cache.match(file))
      .then((found) => found ?? fetch(request)),
  );
});
