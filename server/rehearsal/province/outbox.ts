// The folders of deliveries as they fill: which file a line goes into, what the department's habits make of it, and a count of both.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Contract } from '../../flow/ingest/contract.ts';
import { type Desk, deliveryOf, monthOfDelivery } from './departments/desk.ts';
import { DATASETS, type Dataset, FORMS } from './departments/forms.ts';
import { CONCERN, Draw } from './draw.ts';
import { delayOf, headingsOf, spoil } from './habits.ts';
import type { Household } from './household.ts';
import type { World } from './world.ts';
import { SheetFile } from './write-sheet.ts';
import { type LineFile, TextFile } from './write-text.ts';

/** What the door ought to say of a file: lines in all, and those it refuses, by code. */
export interface FileTruth {
  dataset: Dataset;
  lines: number;
  rejected: Record<string, number>;
}

interface Open extends FileTruth {
  file: LineFile;
}

/** Above this many households the roster no longer fits a sheet and is sent as text. */
const MOST_IN_SHEET = 1_000_000;

export class Outbox implements Desk {
  readonly world: World;
  household!: Household;
  readonly #folder: string;
  readonly #contracts: Map<string, Contract>;
  readonly #open = new Map<string, Open>();
  readonly #slots: (Open | undefined)[] = [];
  #draw!: Draw;
  #county = 0;

  constructor(world: World, folder: string, contracts: readonly Contract[]) {
    this.world = world;
    this.#folder = folder;
    this.#contracts = new Map(contracts.map((contract) => [contract.dataset, contract]));
    for (let delivery = 0; delivery < world.deliveries; delivery++) {
      mkdirSync(join(folder, world.calendar.written[monthOfDelivery(world, delivery)]!), { recursive: true });
      for (const dataset of DATASETS) if (!FORMS[dataset].isSeldom) this.#fileFor(dataset, delivery);
    }
  }

  /** All lines from here on are of this household. */
  turnTo(household: Household): void {
    this.household = household;
    this.#draw = new Draw(this.world.seed, household.index, CONCERN.habits);
    this.#county = Number(household.county);
  }

  tell(dataset: Dataset, month: number, cells: string[]): void {
    const { world } = this;
    let delivery = deliveryOf(world, month);
    // The long history is complete; what is due month by month may come late, or not before the end.
    if (month >= monthOfDelivery(world, 0)) {
      delivery += delayOf(dataset, this.#county, { month, seed: world.seed }, this.#draw);
      if (delivery >= world.deliveries) return;
    }
    this.list(dataset, delivery, cells);
  }

  list(dataset: Dataset, delivery: number, cells: string[], part?: string): void {
    const open = this.#fileFor(dataset, delivery, part);
    const right = dataset === 'registry' ? [...cells] : cells;
    const code = spoil(this.#draw, dataset, cells);
    if (code === undefined) {
      this.#write(open, cells);
      return;
    }
    if (code === 'repeated-line') this.#write(open, cells);
    this.#write(open, cells);
    open.rejected[code] = (open.rejected[code] ?? 0) + 1;
    // Whom the registry lost by a wrong line, the next delivery brings.
    if (dataset === 'registry' && code !== 'repeated-line' && delivery + 1 < this.world.deliveries) {
      this.#write(this.#fileFor(dataset, delivery + 1), right);
    }
  }

  /** Ends all files; returns what the door ought to say of each, by its path in the folder. */
  close(): Map<string, FileTruth> {
    const truth = new Map<string, FileTruth>();
    for (const [name, { file, ...told }] of this.#open) {
      file.close();
      // A sheet's last line is its total.
      if (file instanceof SheetFile) {
        told.lines++;
        told.rejected['totals-line'] = 1;
      }
      truth.set(name, told);
    }
    return truth;
  }

  #write(open: Open, cells: readonly string[]): void {
    open.file.add(cells);
    open.lines++;
  }

  #fileFor(dataset: Dataset, delivery: number, part?: string): Open {
    const slot = DATASETS.indexOf(dataset) * 1000 + delivery;
    const known = part === undefined ? this.#slots[slot] : this.#open.get(this.#nameOf(dataset, delivery, part));
    if (known) return known;
    const name = this.#nameOf(dataset, delivery, part);
    const { encoding, file } = FORMS[dataset];
    const headings = headingsOf(this.#contracts.get(dataset)!, delivery, this.world.seed);
    const path = join(this.#folder, name);
    let lines: LineFile;
    if (name.endsWith('.xlsx')) {
      const amountAt = headings.findIndex((heading) => heading.includes('金额'));
      lines = new SheetFile(path, { title: `${file.split('_')[1]}花名册`, headings, amountAt });
    } else {
      lines = new TextFile(path, encoding);
      lines.add(headings);
    }
    const open: Open = { dataset, lines: 0, rejected: {}, file: lines };
    this.#open.set(name, open);
    if (part === undefined) this.#slots[slot] = open;
    return open;
  }

  #nameOf(dataset: Dataset, delivery: number, part?: string): string {
    const month = monthOfDelivery(this.world, delivery);
    const { written, plain } = this.world.calendar;
    const ending = dataset === 'aid-roster' && this.world.households <= MOST_IN_SHEET ? 'xlsx' : 'csv';
    return `${written[month]}/${FORMS[dataset].file}_${part ?? plain[month]}.${ending}`;
  }
}
