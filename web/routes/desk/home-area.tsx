// The reader's own area in the top bar, for pages that are of all of it.
import { useMe } from '../../api/session.ts';
import { TopBarArea } from './shell.tsx';

export function HomeArea() {
  const home = useMe().areas[0];
  return (
    <TopBarArea>
      <b>{home?.name}</b>
    </TopBarArea>
  );
}
