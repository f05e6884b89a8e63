import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ContractInvalid, neededColumns } from '../../server/flow/ingest/contract.ts';
import { readContract } from '../../server/flow/ingest/load.ts';
import { contracts } from './ingest-files.ts';

const wages = readFileSync('rules/datasets/wages.yaml', 'utf8');

function faultsOf(text: string): string {
  try {
    readContract('rules/datasets/wages.yaml', text);
  } catch (error) {
    if (error instanceof ContractInvalid) return error.message;
    throw error;
  }
  return '';
}

describe('a dataset contract', () => {
  test('is there for each of the fourteen datasets', () => {
    expect(contracts.map((c) => c.dataset)).toEqual([
      ...[
        'aid-roster',
        'contributions',
        'deaths',
        'disability-certificates',
        'disaster-families',
        'housing-assessments',
      ],
      ...[
        'medical-settlements',
        'pensions',
        'registry',
        'return-to-poverty',
        'school-roll',
        'unemployment',
        'vehicles',
        'wages',
      ],
    ]);
  });

  test('states facts only on columns that every file must have', () => {
    for (const contract of contracts) {
      const needed = neededColumns(contract).map((c) => c.field);
      expect(needed).toContain(contract.subject_id);
      for (const fact of contract.facts) expect(needed).toContain(fact.on);
    }
  });

  test.each([
    [
      'an unknown word',
      wages.replace('mode: increment', 'mood: increment'),
      'wages.yaml: top: Unrecognized key: "mood"',
    ],
    ['an unknown type', wages.replace('type: money', 'type: yuan'), 'wages.yaml: columns[4].type: '],
    [
      'a number for an example',
      wages.replace('"202411"', '202411'),
      'columns[3].example: text: put it in quotation marks',
    ],
    [
      'a key that is no field',
      wages.replace('key: [id, month]', 'key: [id, mnth]'),
      'key[1]: no column has the field "mnth"',
    ],
    [
      'an amount that is text',
      wages.replace('amount: amount', 'amount: employer'),
      'facts[0].amount: "employer" is text, not money',
    ],
    [
      'one heading for two columns',
      wages.replace('aliases: [扣缴单位]', 'aliases: [收入额（元）]'),
      'columns[5]: heading "收入额(元)" is there twice',
    ],
    ['a snapshot without a scope', wages.replace('mode: increment', 'mode: snapshot'), 'scope: a snapshot has a scope'],
    ['broken YAML', wages.replace('key: [id, month]', 'key: [id, month'), 'wages.yaml: line '],
    [
      'another dataset’s name',
      wages.replace('dataset: wages', 'dataset: wage'),
      'dataset: "wage" is not the file\'s name',
    ],
  ])('with %s is refused with its file and place', (_, text, message) => {
    expect(faultsOf(text)).toContain(message);
  });
});
