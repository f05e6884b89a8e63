// A page in a file of its own, so that the first load stays small. The worker has fetched all of them beforehand: it opens offline too.
import { type ComponentType, useEffect, useState } from 'react';

/** The page as a component; until its file is there nothing is shown, and a file that did not come is asked for again. */
export function lazyPage<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let known: ComponentType<P> | undefined;
  return function LazyPage(props: P) {
    const [Page, setPage] = useState<ComponentType<P> | undefined>(() => known);
    useEffect(() => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      let isGone = false;
      const fetchPage = () => {
        load().then(
          (page) => {
            known = page;
            if (!isGone) setPage(() => page);
          },
          () => {
            if (!isGone) timer = setTimeout(fetchPage, RETRY);
          },
        );
      };
      if (!known) fetchPage();
      return () => {
        isGone = true;
        clearTimeout(timer);
      };
    }, []);
    return Page ? <Page {...props} /> : null;
  };
}

const RETRY = 2_000;
