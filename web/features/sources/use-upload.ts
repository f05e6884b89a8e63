// Sends a file to its dry run: how far, why it did not arrive, and the way to stop. The server keeps it for what comes after.
import { useRef, useState } from 'react';
import type { IntakeView } from '../../../server/flow/ingest/model.ts';
import { ApiError } from '../../api/problem.ts';
import { upload } from '../../api/upload.ts';

export interface Sending {
  name: string;
  /** 0 to 1. */
  share: number;
}

export interface Upload {
  sending: Sending | null;
  /** Why the last file did not arrive. */
  failure: { file: File; error: unknown } | null;
  send: (file: File) => Promise<void>;
  stop: () => void;
  forget: () => void;
}

export function useUpload(onArrived: (intake: IntakeView) => void): Upload {
  const [sending, setSending] = useState<Sending | null>(null);
  const [failure, setFailure] = useState<Upload['failure']>(null);
  const current = useRef<AbortController | null>(null);

  const send = async (file: File) => {
    current.current?.abort();
    const controller = new AbortController();
    current.current = controller;
    setFailure(null);
    setSending({ name: file.name, share: 0 });
    try {
      const intake = await upload<IntakeView>('/api/intakes', file, {
        fields: { dryRun: 'true' },
        signal: controller.signal,
        onProgress: (sent, total) => {
          if (!controller.signal.aborted) setSending({ name: file.name, share: total > 0 ? sent / total : 1 });
        },
      });
      onArrived(intake);
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 'aborted')) setFailure({ file, error });
    } finally {
      if (current.current === controller) setSending(null);
    }
  };
  return {
    sending,
    failure,
    send,
    stop: () => current.current?.abort(),
    forget: () => setFailure(null),
  };
}
