// A dataset's contract (rules/datasets/<dataset>.yaml): what a delivery must look like and which facts its rows state.
// Pure shapes and checks; load.ts reads the folder.
import { z } from 'zod';
import { headingKey } from './characters.ts';

const word = z.string().regex(/^[a-z][a-z0-9_]*$/, 'lower-case letters, digits and _ only');
const told = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });

/** certificate: a number that begins with a person's ID; term: a school term. */
const column = z.strictObject({
  /** The heading as the department writes it. */
  name: z.string().min(1),
  /** Other headings that mean the same. */
  aliases: z.array(z.string().min(1)).default([]),
  field: word,
  type: z.enum(['id', 'certificate', 'name', 'text', 'code', 'date', 'month', 'term', 'money', 'integer', 'flag']),
  /** The value may not be empty. */
  required: z.boolean().default(false),
  /** none: plain; masked: shown in part, revealed on request; purpose: only those whose work needs it. */
  personal: z.enum(['none', 'masked', 'purpose']).default('none'),
  /** The only values it may take. */
  values: z.array(z.string().min(1)).min(1).optional(),
  /** The only values it may take, and what is kept of each (D级 → D). */
  reads: z.record(z.string().min(1), z.string().min(1)).optional(),
  /** What it says, where its place in key and facts does not say it already (template.ts). */
  meaning: told.optional(),
  example: z.string('text: put it in quotation marks'),
});

const fact = z.strictObject({
  kind: z.string().regex(/^[a-z]+\.[a-z_]+$/, 'two words such as income.wage'),
  on: word,
  until: word.optional(),
  amount: word.optional(),
  code: word.optional(),
  /** Attribute of the fact → field of the row. */
  attributes: z.record(word, word).default({}),
  /** The row states this fact only when the field holds one of these. */
  when: z.strictObject({ field: word, in: z.array(z.string()).min(1) }).optional(),
});

const shape = z.strictObject({
  dataset: z.string().regex(/^[a-z][a-z0-9-]*$/, 'lower-case words joined by -'),
  title: told,
  department: z.enum([
    'police',
    'civil-affairs',
    'medical-insurance',
    'tax',
    'social-insurance',
    'employment',
    'emergency',
    'agriculture',
    'disabled-federation',
    'education',
    'housing',
    'traffic-police',
  ]),
  legal_basis: z.string().min(1),
  purpose: told,
  /** When it is due: the day of the month after its period. `event` datasets are never late. */
  rhythm: z.strictObject({
    every: z.enum(['day', 'week', 'monthly', 'quarterly', 'term', 'year', 'event']),
    due_day: z.int().min(1).max(31).optional(),
  }),
  /** registry: persons and households; increment: adds; snapshot: says all there is, what it leaves out has ended. */
  mode: z.enum(['registry', 'increment', 'snapshot']),
  /** Whom a snapshot speaks for: everybody this dataset has ever named in the province. */
  scope: z.enum(['province']).optional(),
  /** A snapshot that would end more than this share of its scope waits for a person. */
  hold_share: z.number().gt(0).max(1).default(0.1),
  consent_required: z.boolean().default(false),
  /** Months of this dataset count as delivered: a month without a line is a zero for those it has named. */
  source: z.strictObject({ monthly: z.literal(true) }).optional(),
  /** What a file's period is taken from: a column, else its name, else the latest month of `latest_of` (increments only). */
  period: z.strictObject({ kind: z.enum(['month', 'term']), column: word.optional(), latest_of: word.optional() }),
  /** Whom a row is about: the person, or the household that this person led when the row was handed in. */
  subject: z.enum(['person', 'household-of-head']),
  subject_id: word,
  /** Beside the dataset, the fields by which a line is known again. */
  key: z.array(word).min(1),
  columns: z.array(column).min(1),
  facts: z.array(fact),
});

export type Contract = z.infer<typeof shape>;
export type Column = z.infer<typeof column>;

/** One thing wrong with a contract: where in it, and what. */
export interface ContractFault {
  place: string;
  message: string;
}

/** A contract that cannot be used; every fault is listed with its place in the file. */
export class ContractInvalid extends Error {
  readonly file: string;
  readonly faults: ContractFault[];

  constructor(file: string, faults: ContractFault[]) {
    super(faults.map((f) => `${file}: ${f.place || 'top'}: ${f.message}`).join('\n'));
    this.name = 'ContractInvalid';
    this.file = file;
    this.faults = faults;
  }
}

/** The contract in parsed YAML, defaults filled in; throws ContractInvalid. `file` only names the place of faults. */
export function parseContract(file: string, data: unknown): Contract {
  const parsed = shape.safeParse(data);
  if (!parsed.success) {
    throw new ContractInvalid(
      file,
      parsed.error.issues.map((issue) => ({ place: placeOf(issue.path), message: issue.message })),
    );
  }
  const faults = findContradictions(parsed.data);
  if (faults.length > 0) throw new ContractInvalid(file, faults);
  return parsed.data;
}

/**
 * The columns a file must have: those that must hold a value, and those the subject, key, period or a fact rests on. An attribute
 * alone may be missing: the fact stands without it.
 */
export function neededColumns(contract: Contract): Column[] {
  const resting = references(contract).filter((r) => !r.place.includes('.attributes.'));
  const fields = new Set(resting.map((r) => r.field));
  return contract.columns.filter((c) => c.required || fields.has(c.field));
}

/** The field whose fen a row brings in, if any: what is listed as dropped when the row is not taken. */
export function amountField(contract: Contract): string | undefined {
  return contract.facts.find((f) => f.amount !== undefined)?.amount;
}

/** The values a column lists as its department writes them, if it lists any. */
export function listedValues(column: Column): readonly string[] | undefined {
  return column.values ?? (column.reads && Object.keys(column.reads));
}

interface Reference {
  place: string;
  field: string;
  types?: Column['type'][];
}

function references(contract: Contract): Reference[] {
  const dated: Column['type'][] = ['date', 'month', 'term'];
  const all: (Reference | { place: string; field: undefined })[] = [
    { place: 'subject_id', field: contract.subject_id, types: ['id', 'certificate'] },
    ...contract.key.map((field, i) => ({ place: `key[${i}]`, field })),
    { place: 'period.column', field: contract.period.column },
    { place: 'period.latest_of', field: contract.period.latest_of, types: dated },
    ...contract.facts.flatMap((f, i) => [
      { place: `facts[${i}].on`, field: f.on, types: dated },
      { place: `facts[${i}].until`, field: f.until, types: dated },
      { place: `facts[${i}].amount`, field: f.amount, types: ['money' as const] },
      { place: `facts[${i}].code`, field: f.code },
      { place: `facts[${i}].when.field`, field: f.when?.field },
      ...Object.entries(f.attributes).map(([name, field]) => ({ place: `facts[${i}].attributes.${name}`, field })),
    ]),
  ];
  return all.filter((r): r is Reference => r.field !== undefined);
}

/** What the shape cannot say: references that lead nowhere, headings that mean two things, modes without their settings. */
function findContradictions(contract: Contract): ContractFault[] {
  const faults: ContractFault[] = [];
  const byField = new Map(contract.columns.map((c) => [c.field, c]));
  for (const { place, field, types } of references(contract)) {
    const found = byField.get(field);
    if (!found) faults.push({ place, message: `no column has the field "${field}"` });
    else if (types && !types.includes(found.type)) {
      faults.push({ place, message: `"${field}" is ${found.type}, not ${types.join(' or ')}` });
    }
  }
  const fields = new Set<string>();
  const headings = new Set<string>();
  contract.columns.forEach((c, i) => {
    if (fields.has(c.field)) faults.push({ place: `columns[${i}].field`, message: `"${c.field}" is there twice` });
    fields.add(c.field);
    if (c.values && c.reads) faults.push({ place: `columns[${i}].reads`, message: 'values are listed there already' });
    for (const heading of new Set([c.name, ...c.aliases].map(headingKey))) {
      if (headings.has(heading))
        faults.push({ place: `columns[${i}]`, message: `heading "${heading}" is there twice` });
      headings.add(heading);
    }
  });
  if (byField.get(contract.subject_id)?.required === false) {
    faults.push({ place: 'subject_id', message: 'its column must be required' });
  }
  contract.facts.forEach((f, i) => {
    if (byField.get(f.on)?.required === false) {
      faults.push({ place: `facts[${i}].on`, message: 'its column must be required' });
    }
  });
  if ((contract.mode === 'snapshot') !== (contract.scope !== undefined)) {
    faults.push({ place: 'scope', message: 'a snapshot has a scope, other modes have none' });
  }
  if (contract.mode === 'snapshot' && contract.period.latest_of) {
    faults.push({ place: 'period.latest_of', message: 'the period of a snapshot is never guessed from its rows' });
  }
  if (contract.mode !== 'registry' && contract.facts.length === 0) {
    faults.push({ place: 'facts', message: 'only a registry may state none' });
  }
  return faults;
}

function placeOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((place, step) => {
    if (typeof step === 'number') return `${place}[${step}]`;
    return place ? `${place}.${String(step)}` : String(step);
  }, '');
}
