// Reads the contracts' folder. Everything about one contract's content is in contract.ts.
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { type Contract, ContractInvalid, parseContract } from './contract.ts';

/** The contract in a file's text; throws ContractInvalid with line and column where the YAML itself is broken. */
export function readContract(file: string, text: string): Contract {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0) {
    throw new ContractInvalid(
      file,
      document.errors.map((error) => {
        const { line, col } = lines.linePos(error.pos[0]);
        return { place: `line ${line}, column ${col}`, message: error.message.split('\n')[0] ?? error.code };
      }),
    );
  }
  const contract = parseContract(file, document.toJS());
  if (`${contract.dataset}.yaml` !== basename(file)) {
    throw new ContractInvalid(file, [{ place: 'dataset', message: `"${contract.dataset}" is not the file's name` }]);
  }
  return contract;
}

/** Every contract of the folder, by file name. */
export async function loadContracts(folder: string): Promise<Contract[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.yaml')).sort();
  return Promise.all(
    files.map(async (file) => readContract(join(folder, file), await readFile(join(folder, file), 'utf8'))),
  );
}
