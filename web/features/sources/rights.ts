// Which of the page's acts the signed-in person may do. Pure; the server decides again.
import type { Me } from '../../../server/access/model.ts';

export interface Rights {
  /** Deliveries, their rows and files; without it only lateness and what it blinds. */
  canReadBatches: boolean;
  canHandIn: boolean;
  canCancel: boolean;
  canMatchHeadings: boolean;
  /** The rejected rows as they were sent: personal data, so its own department's only. */
  canFetchRejects: boolean;
  canWithdraw: boolean;
  canConfirm: boolean;
  canChangeState: boolean;
}

export function rightsOf({ actions }: Pick<Me, 'actions'>): Rights {
  return {
    canReadBatches: actions.includes('batch.read'),
    canHandIn: actions.includes('batch.hand-in'),
    canCancel: actions.includes('intake.cancel'),
    canMatchHeadings: actions.includes('layout.confirm'),
    canFetchRejects: actions.includes('reject.fetch'),
    canWithdraw: actions.includes('batch.withdraw'),
    canConfirm: actions.includes('batch.confirm'),
    canChangeState: actions.includes('source.change'),
  };
}
