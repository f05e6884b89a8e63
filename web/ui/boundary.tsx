// The last net: a page that could not be fetched or broke says so, and offers to load again, instead of a blank screen.
import { Component, type ReactNode } from 'react';
import { ApiError } from '../api/problem.ts';
import { useWords } from './language.tsx';
import { Failed } from './states.tsx';
import { ui } from './words.ts';

function Broken({ error }: { error: unknown }) {
  const words = useWords(ui);
  const isMissing = error instanceof TypeError && /import|module/i.test(error.message);
  const shown = isMissing ? new ApiError(0, 'offline', '') : error;
  return <Failed what={words.page} error={shown} onRetry={() => location.reload()} />;
}

export class Boundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state = { error: undefined };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    return this.state.error === undefined ? this.props.children : <Broken error={this.state.error} />;
  }
}
