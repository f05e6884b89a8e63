// The order of test files: those that take long begin, so that the workers end together. Without it the last one runs alone.
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** More than half a minute each. */
const LONG = [
  ...[
    'flow/year',
    'flow/withdraw',
    'e2e/field',
    'flow/order',
    'flow/concurrency',
    'e2e/axe',
    'flow/rebuild',
    'cli/commands',
  ],
  ...[
    'flow/pairs-links',
    'cli/rules',
    'flow/kill',
    'flow/worlds',
    'flow/lost-database',
    'e2e/whole-way',
    'flow/alerts',
    'flow/campaigns',
  ],
];

const placeOf = ({ moduleId }: TestSpecification) => {
  const place = LONG.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
  return place === -1 ? LONG.length : place;
};

export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return [...sorted].sort((a, b) => placeOf(a) - placeOf(b));
  }
}
