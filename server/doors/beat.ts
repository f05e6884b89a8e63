// The pulse of one intake: every second, outside its transaction, it says how far it is and hears whether to stop.
import { stat } from 'node:fs/promises';
import type { Database } from '../../db/client.ts';
import { beatIntake, type Intake, type Progress } from '../flow/ingest/intake-store.ts';
import type { Clock } from '../kernel/clock.ts';
import { bytesALine } from './inbox.ts';

const EVERY = 1_000;
/** No row for this long: the file is read, and the database is at it. */
const SETTLING = 2_000;

/** Somebody asked it to stop. */
export const CANCELLED = new Error('cancelled');
/** The process ends in order; another one begins the intake again. */
export const LAID_DOWN = new Error('laid down');

/** Told the rows read so far, and the share of the file where that can be told. */
export type OnRows = (rows: number, share: number | undefined) => void;

export class Beat {
  private readonly door: { flow: Database; clock: Clock };
  private readonly id: string;
  private readonly onRows: OnRows;
  private readonly stopper = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private readonly progress: Progress = { state: 'waiting', rows: 0, bytes: 0, dataset: null, period: null };
  private lineBytes: number | undefined;
  private bytesTotal = 0;
  private readAt = 0;
  private isBeating = false;

  constructor(door: { flow: Database; clock: Clock }, intake: Pick<Intake, 'id'>, onRows: OnRows = () => {}) {
    this.door = door;
    this.id = intake.id;
    this.onRows = onRows;
    this.timer = setInterval(() => void this.beat(), EVERY);
  }

  get signal(): AbortSignal {
    return this.stopper.signal;
  }

  get rows(): number {
    return this.progress.rows;
  }

  abort(reason: Error): void {
    this.stopper.abort(reason);
  }

  /** Begins (again). How many bytes are read is told by the rows and the length of the first lines; of a workbook nobody knows. */
  async start(path: string): Promise<void> {
    this.lineBytes = await bytesALine(path);
    this.bytesTotal = (await stat(path)).size;
    Object.assign(this.progress, { state: 'waiting', rows: 0, bytes: 0 });
  }

  found(dataset: string, period: string | undefined): void {
    Object.assign(this.progress, { dataset, period: period ?? null });
  }

  read(rows: number): void {
    this.readAt = Date.now();
    const bytes = Math.min(this.bytesTotal, Math.round(rows * (this.lineBytes ?? 0)));
    Object.assign(this.progress, { state: 'reading', rows, bytes });
    this.onRows(rows, this.lineBytes && bytes / this.bytesTotal);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** A database that is away is the intake's own trouble; the pulse only misses a beat. */
  private async beat(): Promise<void> {
    if (this.isBeating) return;
    this.isBeating = true;
    try {
      const { progress } = this;
      if (progress.state === 'reading' && Date.now() - this.readAt > SETTLING) progress.state = 'settling';
      if (await beatIntake(this.door.flow, this.id, progress, this.door.clock())) this.abort(CANCELLED);
    } catch {
    } finally {
      this.isBeating = false;
    }
  }
}
