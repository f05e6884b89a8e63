// The net: a page that could not be fetched or broke says so and offers to try again, instead of a blank screen. Another address
// (`at`) is another try.
import { Component, type ReactNode } from 'react';
import { ApiError } from '../api/problem.ts';
import { useWords } from './language.tsx';
import { Failed } from './states.tsx';
import { ui } from './words.ts';

/** A chunk that cannot be fetched is a network fault; browsers keep its failure for as long as the page lives, so only loading anew helps. */
function isMissingChunk(error: unknown): boolean {
  return error instanceof TypeError && /import|module/i.test(error.message);
}

function Broken({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const words = useWords(ui);
  if (isMissingChunk(error))
    return <Failed what={words.page} error={new ApiError(0, 'offline', '')} onRetry={() => location.reload()} />;
  return (
    <>
      <Failed what={words.page} error={error} onRetry={onRetry} />
      <p className="state-box faint">{words.crashed}</p>
    </>
  );
}

interface BoundaryProps {
  /** The address whose page stands within. */
  at?: string;
  children: ReactNode;
}

export class Boundary extends Component<BoundaryProps, { error: unknown; at: string | undefined }> {
  override state: { error: unknown; at: string | undefined } = { error: undefined, at: this.props.at };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  static getDerivedStateFromProps({ at }: BoundaryProps, state: { error: unknown; at: string | undefined }) {
    return at === state.at ? null : { error: undefined, at };
  }

  override render() {
    if (this.state.error === undefined) return this.props.children;
    return <Broken error={this.state.error} onRetry={() => this.setState({ error: undefined })} />;
  }
}
